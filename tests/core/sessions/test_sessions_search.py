import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from kept_samples import GATEWAY, a_reply, a_session, a_turn, opened, said, unharmed

from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.sessions.changes import Change
from quayside.app.core.sessions.listing import Filter
from quayside.app.core.sessions.search import Where


def marked(hit) -> list[str]:
    return [hit.excerpt[begin:end] for begin, end in hit.marks]


def ids(hits) -> list[str]:
    return [hit.row.session.id for hit in hits]


async def test_a_session_is_found_by_its_title_its_prompts_and_its_answers(tmp_path):
    async with opened(tmp_path) as store:
        await store.add(
            [
                said("titled", "How is it?", "Well.", title="Of harbours", titled=True),
                said("asked", "What does a harbour cost?", "Much."),
                said("answered", "Where do boats sleep?", "They sleep in the harbour at night."),
                said("other", "What is two and two?", "Four."),
            ]
        )
        hits = await store.search("HARBOUR")
    assert {hit.row.session.id: hit.where for hit in hits} == {
        "titled": Where.TITLE,
        # Its title is its prompt.
        "asked": Where.TITLE,
        "answered": Where.ANSWER,
    }
    by_id = {hit.row.session.id: hit for hit in hits}
    assert marked(by_id["titled"]) == ["harbours"]
    assert marked(by_id["answered"]) == ["harbour"]
    assert (by_id["answered"].turn, by_id["answered"].turns) == ("answered-turn", 1)
    assert by_id["answered"].row.turns == 1


async def test_a_long_answer_is_cut_to_the_words_around_the_hit(tmp_path):
    long = "sea " * 500 + "the old lighthouse keeper " + "sky " * 500
    async with opened(tmp_path) as store:
        await store.add([said("one", "Tell me.", long)])
        (hit,) = await store.search("lighthouse keep")
    assert len(hit.excerpt) < 200
    assert marked(hit) == ["lighthouse", "keeper"]
    assert (hit.excerpt[0], hit.excerpt[-1]) == ("…", "…")


async def test_the_last_word_may_be_begun_and_every_word_must_be_there(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("one", "The crème brûlée of Straße 9"), said("two", "The cream")])
        assert ids(await store.search("cre")) == ["two", "one"]
        assert ids(await store.search("cre ")) == []
        assert ids(await store.search("creme bru")) == ["one"]
        assert ids(await store.search("cream bru")) == []
        assert ids(await store.search('"the cream"')) == ["two"]
        assert ids(await store.search('"cream the"')) == []
        assert ids(await store.search('"the cr')) == ["two", "one"]


async def test_titles_come_first_and_then_what_was_said_last(tmp_path):
    async with opened(tmp_path) as store:
        await store.add(
            [
                said("title", "Of the sea", used_at=1.0),
                *(said(f"{n}", f"Number {n}", "It is by the sea.") for n in range(5)),
            ]
        )
        assert ids(await store.search("sea")) == ["title", "4", "3", "2", "1", "0"]
        assert ids(await store.search("sea", limit=2)) == ["title", "4"]


async def test_the_newest_turn_of_a_session_is_shown_and_all_are_counted(tmp_path):
    turns = [a_turn(f"t{n}", f"Number {n}", a_reply("A gull.")) for n in range(7)]
    async with opened(tmp_path) as store:
        await store.add([a_session("one", *turns)])
        (hit,) = await store.search("gull")
    assert (hit.turn, hit.turns, hit.row.turns) == ("t6", 7, 7)


async def test_a_search_can_be_narrowed_to_lanes_and_tags(tmp_path):
    gateway = a_turn("t", "The sea", a_reply("Calm.", lane=GATEWAY))
    async with opened(tmp_path) as store:
        await store.add([said("engine", "The sea", tags=("blue",)), a_session("gateway", gateway)])
        assert ids(await store.search("sea", Filter(path=LanePath.PROXY))) == ["gateway"]
        assert ids(await store.search("calm", Filter(path=LanePath.PROXY))) == ["gateway"]
        assert ids(await store.search("sea", Filter(model="ai/smollm2"))) == ["engine"]
        assert ids(await store.search("sea", Filter(engine="llama.cpp"))) == ["engine"]
        assert ids(await store.search("sea", Filter(tag="blue"))) == ["engine"]
        assert ids(await store.search("sea", Filter(tag="red"))) == []


async def test_archived_and_deleted_sessions_are_found_where_they_are_asked_for(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("away", "The sea", archived=True), said("gone", "The sea")])
        await store.delete(["gone"])
        assert ids(await store.search("sea")) == []
        assert ids(await store.search("sea", Filter(archived=True))) == ["away"]
        assert ids(await store.search("sea", Filter(deleted=True))) == ["gone"]


async def test_what_was_renamed_is_found_by_its_new_name_alone(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("one", "Gulls", "Birds.")])
        await store.change(["one"], Change(title="Terns"))
        assert [hit.where for hit in await store.search("terns")] == [Where.TITLE]
        assert [hit.where for hit in await store.search("gulls")] == [Where.PROMPT]
    assert unharmed(store.file)


async def test_a_search_that_nobody_waits_for_any_more_is_left_out(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("one", "The sea")])
        typed = [asyncio.create_task(store.search("the sea"[:end])) for end in range(1, 8)]
        await asyncio.sleep(0)
        for search in typed[:-1]:
            search.cancel()
        assert ids(await typed[-1]) == ["one"]
        assert all(search.cancelled() for search in typed[:-1])


ODD = [
    *("", " ", '"', '""', "'", "*", "-", "^", ":", "(", "){", "\\", "%", "\0", "\ud800", "\u202e"),
    *("AND", "sea OR", "NOT sea", "NEAR(sea calm)", "prompt:sea", "sea*", "*sea", "^sea"),
    *('"sea', 'sea"', 'a"b"c', '" sea "', "sea; DROP TABLE session", "{prompt}: sea", "sea + calm"),
    *("\U0001f30a", "sea \U0001f30a", "海", "sea -calm"),
    *("x" * 10_000, "sea " * 2500, "a b " * 2500, '"' * 10_000, '"' + "sea " * 2500),
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_whatever_is_typed_is_searched_for_and_never_obeyed(tmp_path, text):
    async with opened(tmp_path) as store:
        await store.add([said("one", "The sea is AND", "It was NEAR the sea \U0001f30a 海")])
        for hit in await store.search(text):
            assert "\x02" not in hit.excerpt
            assert all(hit.excerpt[begin:end] for begin, end in hit.marks)
        assert await store.count() == 1


async def test_words_of_the_query_language_are_plain_words(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("one", "This AND that"), said("two", "prompt:sea")])
        assert ids(await store.search("this and")) == ["one"]
        assert ids(await store.search("this OR that ")) == []
        assert ids(await store.search("prompt:se")) == ["two"]
        assert ids(await store.search("sea \U0001f30a")) == ["two"]


PLAIN = some.text(some.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1)


@given(typed=PLAIN.filter(lambda word: len(word) < 40), around=some.text(max_size=20))
@settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_a_word_is_found_whatever_stands_around_it(tmp_path, typed, around):
    with TemporaryDirectory(dir=tmp_path) as folder:
        await found_among(Path(folder), typed, around)


async def found_among(folder, typed, around):
    async with opened(folder) as store:
        await store.add([said(typed, f"{around} {typed} {around}", "No.")])
        hits = await store.search(typed)
        assert typed in ids(hits)
        assert all(marked(hit) for hit in hits)
        await store.search(around)
