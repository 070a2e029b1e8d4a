import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from kit.foreign_chats import llm_rows, write_list, write_llm_database
from kit.foreign_threads import LlmThreads, add_to_llm_database, write_llm_threads
from quayside.app.core.events import ToolCall, Usage
from quayside.app.core.sessions.importing.attached import ELSEWHERE
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.outcome import Problem

PNG = b"\x89PNG\r\n"


def test_threads_of_newer_logs_come_with_all_that_their_parts_hold(tmp_path):
    logs = LlmThreads(tmp_path / "logs.db")
    logs.add("fragments", 1, "From a file.")
    logs.add("attachments", "cat", "image/png", "/home/me/../cat.png", None, PNG)
    asked = logs.say(
        *("u", None, "user"),
        ("text", {"text_ref": [{"fragment": 1}, {"literal": "\nWhat is it?"}]}),
        ("attachment", {"attachment": {"id": "cat"}}),
    )
    called = {"name": "look", "arguments": {"at": "cat"}, "tool_call_id": "1"}
    call = logs.say("c", asked, "assistant", ("reasoning", "Hm."), ("tool_call", called))
    told = logs.say("t", call, "tool", ("tool_result", {"output": "a cat"}))
    logs.turn("thread", logs.say("a", told, "assistant", ("text", "A cat.")))
    logs.thread("thread", "Pets", "a")
    (session,) = read_sessions(logs.write())
    (turn,) = session.turns
    assert (session.session.title, turn.prompt) == ("Pets", "From a file.\nWhat is it?")
    assert [(one.name, one.content) for one in turn.attachments] == [("cat.png", PNG)]
    reply = turn.replies[0]
    assert (reply.text, reply.reasoning) == ("A cat.", "Hm.")
    assert reply.tool_calls == (ToolCall("1", "look", '{"at": "cat"}'),)
    assert (reply.usage, reply.elapsed, reply.served_model) == (Usage(7, 3), 1.5, "gpt-x")


def test_two_ends_of_a_thread_are_forks_and_the_last_one_is_shown(tmp_path):
    logs = LlmThreads(tmp_path / "logs.db")
    asked = logs.say("u", None, "user", ("text", "Well?"))
    for place, answer in enumerate(("One.", "Two.")):
        logs.turn("thread", logs.say(answer, asked, "assistant", ("text", answer)), place)
    logs.thread("thread", "", "Two.")
    (session,) = read_sessions(logs.write())
    assert {turn.replies[0].text for turn in session.turns} == {"One.", "Two."}
    assert session.branch()[-1].replies[0].text == "Two."


def test_a_conversation_is_the_same_session_from_each_of_llms_forms(tmp_path):
    threads = write_llm_threads(tmp_path / "new.db", 1)
    older = write_llm_database(tmp_path / "old.db", 1)
    listed = write_list(tmp_path / "logs.json", [*llm_rows(0)])
    found = [next(iter(read_sessions(file))) for file in (threads, older, listed)]
    assert len({one.session.id for one in found}) == 1
    assert {one.session.system for one in found} == {"Be short."}
    assert {tuple(turn.prompt for turn in one.branch()) for one in found} == {
        ("question 0 of chat 0", "question 1 of chat 0")
    }


def test_older_logs_beside_newer_ones_come_once(tmp_path):
    file = write_llm_threads(tmp_path / "logs.db", 1)
    older = write_llm_database(tmp_path / "old.db", 2)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH ? AS old", (str(older),))
        for table in ("responses", "conversations"):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM old.{table}")
        connection.commit()
    sessions = [*read_sessions(file)]
    assert [one.session.title for one in sessions] == ["Chat 0", "Chat 1"]


def test_a_fragment_that_stands_in_the_prompt_already_is_not_said_twice(tmp_path):
    (row,) = llm_rows(0, turns=1)
    whole = row | {"prompt": "FRAG\nand?", "prompt_fragments": [{"content": "FRAG"}]}
    apart = row | {"prompt": "and?", "prompt_fragments": ["FRAG"], "conversation_id": "other"}
    first, second = read_sessions(write_list(tmp_path / "logs.json", [whole, apart]))
    assert first.turns[0].prompt == "FRAG\nand?"
    assert second.turns[0].prompt == "FRAG\n\nand?"


def test_an_attachment_comes_with_its_bytes_if_it_is_an_image_and_by_its_name_if_not(tmp_path):
    file = add_to_llm_database(
        write_llm_database(tmp_path / "logs.db", 1, turns=1),
        "CREATE TABLE attachments (id TEXT, type TEXT, path TEXT, url TEXT, content BLOB)",
        'CREATE TABLE prompt_attachments (response_id TEXT, attachment_id TEXT, "order" INT)',
        "INSERT INTO attachments VALUES ('a', 'image/png', '../../cat.png', NULL, x'89504e470d0a')",
        "INSERT INTO attachments VALUES ('b', 'application/pdf', NULL, 'http://x/y.pdf', x'25')",
        "INSERT INTO prompt_attachments VALUES ('000000-0', 'a', 0), ('000000-0', 'b', 1)",
    )
    (session,) = read_sessions(file)
    image, paper = session.turns[0].attachments
    assert (image.name, image.content) == ("cat.png", PNG)
    assert (paper.name, paper.content) == ("y.pdf", ELSEWHERE)


@pytest.mark.parametrize(
    "statement",
    [
        'CREATE TABLE prompt_attachments (response_id TEXT, attachment_id TEXT, "order" INT)',
        "CREATE TABLE tool_calls (id TEXT)",
        "CREATE TABLE threads (id TEXT)",
        "CREATE TABLE prompt_fragments (response_id TEXT)",
        "DROP TABLE conversations",
    ],
)
def test_a_table_that_is_missing_or_another_costs_no_chat(tmp_path, statement):
    file = add_to_llm_database(write_llm_database(tmp_path / "logs.db", 2), statement)
    assert len([*read_sessions(file)]) == 2


def test_a_view_that_never_ends_is_no_table(tmp_path):
    file = add_to_llm_database(
        tmp_path / "logs.db",
        "CREATE VIEW responses AS WITH RECURSIVE more (id) AS (SELECT 1 UNION ALL SELECT id + 1"
        " FROM more) SELECT id, 'p' AS prompt, 'r' AS response FROM more",
    )
    (problem,) = read_sessions(file)
    assert "it is no database of llm's" in problem.reason


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE messages SET parent_hash = '0 a1' WHERE hash = '0 s'",
        "UPDATE messages SET parent_hash = hash",
        "UPDATE parts SET payload = '{\"text_ref\": 7', text = NULL",
        "UPDATE parts SET text = x'00ff', payload = 9e999",
        "UPDATE turns SET duration_ms = 'long', input_tokens = -1, output_tokens = 1e300",
        "UPDATE threads SET tip_message_hash = x'00'",
        "UPDATE parts SET type = NULL",
    ],
)
def test_threads_with_anything_in_them_are_read_or_told(tmp_path, statement):
    file = add_to_llm_database(write_llm_threads(tmp_path / "logs.db", 2), statement)
    found = [*read_sessions(file)]
    assert len(found) == 2
    assert all(one.row for one in found if isinstance(one, Problem))


def test_a_chat_that_cannot_be_read_is_told_by_its_row(tmp_path):
    file = add_to_llm_database(
        write_llm_threads(tmp_path / "logs.db", 3),
        "UPDATE parts SET text = '' WHERE message_hash LIKE '1 %'",
    )
    (problem,) = [one for one in read_sessions(file) if isinstance(one, Problem)]
    assert (problem.place, problem.title) == ("row conversation-1", "Chat 1")
    assert problem.reason == "there is no message in it"


@pytest.mark.parametrize("make", [write_llm_threads, write_llm_database])
def test_a_database_can_be_read_on_by_another_thread(tmp_path, make):
    found = read_sessions(make(tmp_path / "logs.db", 3))
    titles = []
    for _ in range(3):
        with ThreadPoolExecutor(1) as another:
            titles.append(another.submit(next, found).result().session.title)
    assert titles == ["Chat 0", "Chat 1", "Chat 2"]


def test_rows_of_one_conversation_find_each_other_wherever_they_stand(tmp_path):
    rows = [row for number in range(3) for row in llm_rows(number)]
    mixed = [*rows[::2], *rows[1::2][::-1]]
    found = read_sessions(write_list(tmp_path / "logs.json", mixed))
    sessions = []
    for _ in range(3):
        with ThreadPoolExecutor(1) as another:
            sessions.append(another.submit(next, found).result())
    assert [one.session.title for one in sessions] == ["Chat 0", "Chat 1", "Chat 2"]
    assert all(len(one.branch()) == 2 for one in sessions)
