"""Files as big as those of people who have kept everything for years."""

import json

import pytest
from kept_samples import a_reply, a_session, a_turn, opened

from kit.foreign_chats import (
    chatgpt_chat,
    llm_rows,
    open_webui_chat,
    write_list,
    write_llm_database,
)
from kit.foreign_threads import write_llm_threads
from quayside.app.core.sessions.exporting.document import document_pieces
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.importing.outcome import Problem
from quayside.app.core.sessions.importing.run import import_file

CHATS = 5_000
EVERY = 500
"""So often a chat is broken, in the files that can hold broken ones."""


def a_plain_session(number):
    turns = [a_turn(f"{number}-a", "question", a_reply("answer")), a_turn(f"{number}-b", "more")]
    return a_session(f"s{number}", *turns, title=f"Chat {number}")


def broken_at_times(values):
    torn = '{"title": "Torn", "mapping": {"a": [1, 2,]}}'
    return [torn if number % EVERY == 7 else one for number, one in enumerate(values)]


def make(folder, kind):
    file = folder / kind
    if kind == "chatgpt":
        return write_list(file, broken_at_times(chatgpt_chat(one) for one in range(CHATS)))
    if kind == "open-webui":
        return write_list(file, broken_at_times(open_webui_chat(one) for one in range(CHATS)))
    if kind == "llm":
        return write_list(file, [row for one in range(CHATS) for row in llm_rows(one)])
    if kind == "llm-database":
        return write_llm_database(file, CHATS)
    if kind == "llm-threads":
        return write_llm_threads(file, CHATS)
    file.write_text("".join(document_pieces(a_plain_session(one) for one in range(CHATS))))
    return file


@pytest.mark.parametrize(
    "kind", ["chatgpt", "open-webui", "llm", "llm-database", "llm-threads", "own"]
)
def test_five_thousand_chats_are_read_and_each_broken_one_is_told_by_its_line(tmp_path, kind):
    problems, ids = [], set()
    for one in read_sessions(make(tmp_path, kind)):
        if isinstance(one, Problem):
            problems.append(one)
        else:
            ids.add(one.session.id)
    broken = CHATS // EVERY if kind in ("chatgpt", "open-webui") else 0
    assert (len(ids), len(problems)) == (CHATS - broken, broken)
    # The first line is the bracket.
    assert [one.line for one in problems] == [number * EVERY + 7 + 2 for number in range(broken)]
    assert {one.title for one in problems} <= {"Torn"}


async def test_one_line_of_a_thousand_chats_comes_into_the_store(tmp_path):
    file = tmp_path / "conversations.json"
    file.write_text(json.dumps([chatgpt_chat(number) for number in range(1000)]))
    async with opened(tmp_path / "store") as store:
        outcome = await import_file(store, file, lambda _: None)
        assert outcome.words == "1000 imported"
        (hit,) = await store.search('"chat 322"')
        assert hit.row.session.title == "Chat 322"
