import json
from pathlib import Path

import pytest

from kit.foreign_chats import (
    BEGAN,
    chatgpt_chat,
    llm_rows,
    open_webui_chat,
    write_list,
    write_llm_database,
)
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.outcome import Problem
from quayside.app.core.sessions.model import WholeSession

PROMPTS = ["question 0 of chat 0", "question 1 of chat 0"]
ANSWERS = ["answer 0", "answer 1"]


def read(file: Path):
    found = list(read_sessions(file, now=lambda: 5.0))
    sessions = [one for one in found if isinstance(one, WholeSession)]
    return sessions, [one for one in found if isinstance(one, Problem)]


def spoken(session):
    branch = session.branch()
    return [turn.prompt for turn in branch], [turn.replies[0].text for turn in branch]


def test_a_chat_of_chatgpt_comes_without_what_nobody_saw(tmp_path):
    (session,), problems = read(write_list(tmp_path / "c.json", [chatgpt_chat(0)]))
    assert problems == []
    assert spoken(session) == (PROMPTS, ANSWERS)
    assert session.session.title == "Chat 0"
    assert (session.session.created_at, session.session.used_at) == (BEGAN, BEGAN + 60)
    assert session.turns[0].replies[0].lane.model == "gpt-4o"
    assert [lane.model for lane in session.session.lanes] == ["gpt-4o"]
    assert len(session.turns) == 2


def test_an_answer_that_was_asked_for_again_is_a_fork_and_the_shown_one_is_shown(tmp_path):
    chat = chatgpt_chat(0)
    again = json.loads(json.dumps(chat["mapping"]["a1"]))
    again["id"] = "b1"
    again["message"]["content"]["parts"] = ["another answer"]
    chat["mapping"]["b1"] = again
    chat["mapping"]["u1"]["children"].append("b1")
    chat["current_node"] = "b1"
    (session,), _ = read(write_list(tmp_path / "c.json", [chat]))
    assert spoken(session)[1] == ["answer 0", "another answer"]
    forks = session.children(session.turns[0].id)
    assert [turn.replies[0].text for turn in forks] == ["answer 1", "another answer"]


def test_thoughts_are_reasoning_and_code_for_a_tool_is_left_out(tmp_path):
    chat = chatgpt_chat(0, turns=1)
    nodes = chat["mapping"]
    nodes["a0"]["parent"] = "tool"
    nodes["think"] = {
        "id": "think",
        "parent": "u0",
        "message": {
            "author": {"role": "assistant"},
            "content": {"content_type": "thoughts", "thoughts": [{"content": "Let me see."}]},
        },
    }
    nodes["tool"] = {
        "id": "tool",
        "parent": "think",
        "message": {
            "author": {"role": "assistant"},
            "recipient": "python",
            "content": {"content_type": "code", "text": "print(1)"},
        },
    }
    (session,), _ = read(write_list(tmp_path / "c.json", [chat]))
    reply = session.turns[0].replies[0]
    assert (reply.text, reply.reasoning) == ("answer 0", "Let me see.")


def test_what_was_attached_in_chatgpt_is_there_by_its_name(tmp_path):
    chat = chatgpt_chat(0)
    message = chat["mapping"]["u0"]["message"]
    message["metadata"]["attachments"] = [{"name": "../plan.pdf", "id": "file-1"}, {"id": "x"}]
    pointer = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}
    message["content"] = {"content_type": "multimodal_text", "parts": [pointer, "Look"]}
    (session,), _ = read(write_list(tmp_path / "c.json", [chat]))
    assert session.turns[0].prompt == "[image]\n\nLook"
    assert [one.name for one in session.turns[0].attachments] == ["plan.pdf"]


def test_a_chat_of_open_webui_comes_with_its_tags_and_its_pin(tmp_path):
    (session,), problems = read(write_list(tmp_path / "o.json", [open_webui_chat(0)]))
    assert problems == []
    assert spoken(session) == (PROMPTS, ANSWERS)
    kept = session.session
    assert (kept.pinned, kept.tags, kept.created_at) == (True, ("harbour",), BEGAN)


def test_an_older_chat_of_open_webui_has_a_list_alone_and_images_in_it(tmp_path):
    row = open_webui_chat(0)
    del row["chat"]["history"]
    for message in row["chat"]["messages"]:
        del message["id"]
    row["chat"]["messages"][0]["files"] = [{"type": "image", "url": "data:image/png;base64,iVBO"}]
    row["chat"]["messages"][1]["content"] = (
        '<details type="reasoning" done="true">\n<summary>Thought</summary>\n> hm\n</details>\nSo.'
    )
    (session,), _ = read(write_list(tmp_path / "o.json", [row]))
    first = session.branch()[0]
    assert first.attachments[0].media_type == "image/png"
    assert (first.replies[0].text, first.replies[0].reasoning) == ("So.", "> hm")


def test_the_logs_of_llm_come_by_conversation_from_json_and_from_the_database(tmp_path):
    rows = [*llm_rows(1), *llm_rows(0)]
    listed, problems = read(write_list(tmp_path / "logs.json", rows[::-1]))
    assert problems == []
    database, problems = read(write_llm_database(tmp_path / "logs.db", 2))
    assert problems == []
    for sessions in (listed, database):
        session = next(one for one in sessions if one.session.title == "Chat 0")
        assert spoken(session) == (PROMPTS, ANSWERS)
        assert session.session.system == "Be short."
        assert session.turns[0].replies[0].served_model == "gpt-4o-mini"
    assert {one.session.id for one in listed} == {one.session.id for one in database}


@pytest.mark.parametrize("make", [chatgpt_chat, open_webui_chat])
def test_what_is_broken_is_told_with_its_line_and_the_rest_comes(tmp_path, make):
    values = [make(0), '{"title": "Torn", "mapping": {"a": [1, 2,]}}', make(2), {"no": "chat"}, 7]
    sessions, problems = read(write_list(tmp_path / "f.json", values))
    assert [one.session.title for one in sessions] == ["Chat 0", "Chat 2"]
    assert [(one.line, one.title) for one in problems] == [(3, "Torn"), (5, ""), (6, "")]
    assert "line 3, column" in problems[0].reason
    assert "it is none of these" in problems[1].reason
    assert problems[2].reason == "it is no chat"


def test_a_file_that_was_cut_gives_all_whole_chats_and_the_place_of_the_cut(tmp_path):
    file = write_list(tmp_path / "c.json", [chatgpt_chat(number) for number in range(3)])
    file.write_text(file.read_text()[:-900])
    sessions, problems = read(file)
    assert [one.session.title for one in sessions] == ["Chat 0", "Chat 1"]
    assert problems[0].line == 4
    assert problems[0].title == "Chat 2"
    assert "the file ends in the middle of it (line 4, column" in problems[0].reason


def test_messages_that_follow_each_other_in_a_ring_are_no_chat(tmp_path):
    chat = open_webui_chat(0)
    chat["chat"]["history"]["messages"]["u0"]["parentId"] = "a1"
    _, (problem,) = read(write_list(tmp_path / "o.json", [chat]))
    assert problem.reason == "its messages follow each other in a ring"


def test_the_same_file_gives_the_same_sessions_so_that_nothing_comes_twice(tmp_path):
    file = write_list(tmp_path / "c.json", [chatgpt_chat(number) for number in range(2)])
    first, second = read(file)[0], read(file)[0]
    assert [one.session.id for one in first] == [one.session.id for one in second]
    assert len({one.session.id for one in first}) == 2


def test_an_archive_is_told_to_be_one(tmp_path):
    file = tmp_path / "export.zip"
    file.write_bytes(b"PK\x03\x04 and more")
    _, (problem,) = read(file)
    assert "unpack it" in problem.reason


@pytest.mark.parametrize("content", [b"", b"\xff\xfe garbage", b"SQLite format 3\0 no more"])
def test_a_file_of_something_else_gives_words_and_no_sessions(tmp_path, content):
    file = tmp_path / "f"
    file.write_bytes(content)
    sessions, problems = read(file)
    assert sessions == []
    assert len(problems) == (1 if content else 0)
