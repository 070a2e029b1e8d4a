from dataclasses import replace

import pytest
from kept_samples import GATEWAY, LANE, a_session, a_turn, ask, everything, opened, said, unharmed

from quayside.app.core.sessions.changes import Change
from quayside.app.core.sessions.listing import Filter
from quayside.app.core.sessions.model import Preset
from quayside.app.core.sessions.store import KEPT_DELETED_SECONDS
from quayside.app.core.sessions.titles import UNTITLED, title_of


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("How is the sea? I ask for a friend.", "How is the sea?"),
        ("  \n\n# A heading\nand more", "A heading"),
        ("- Write a haiku.", "Write a haiku"),
        ("One two three " * 20, "One two three One two three One two three One two three One…"),
        ("x" * 100, "x" * 59 + "…"),
        ("海は静かですか。はい", "海は静かですか"),
        ("Version 1.2 of it", "Version 1.2 of it"),
        ("\x1b[31mred\x07 \u202ealert", "[31mred alert"),
        ("A family: \U0001f468\u200d\U0001f469", "A family: \U0001f468\u200d\U0001f469"),
        ("", UNTITLED),
        ("\n###\n  \u200b\n", UNTITLED),
        ("word " * 1_000_000, "word word word word word word word word word word word word…"),
    ],
    ids=range(12),
)
def test_a_title_is_the_first_sentence_and_hides_nothing(prompt, title) -> None:
    assert title_of(prompt) == title


async def test_a_title_comes_from_the_first_prompt_until_the_user_gives_one(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([a_session("one", a_turn("a", "First."), a_turn("b", "Second."))])
        assert (await store.open("one")).session.title == "First"
        await store.change(["one"], Change(title="Mine"))
        session = (await store.open("one")).session
        assert (session.title, session.titled) == ("Mine", True)
        await store.change(["one"], Change(title=""))
        session = (await store.open("one")).session
        assert (session.title, session.titled) == ("First", False)


async def test_each_change_changes_one_thing_alone(tmp_path):
    changes = {
        "pinned": False,
        "archived": False,
        "tags": ("gale",),
        "system": "You are a whale.",
        "systems": {0: "You are a cod."},
        "lanes": (GATEWAY,),
        "leaf": "right",
    }
    expected = everything().session
    async with opened(tmp_path) as store:
        await store.add([everything()])
        for name, value in changes.items():
            assert await store.change(["whole"], Change(**{name: value})) == 1
            expected = replace(expected, **{name: value})
            assert (await store.open("whole")).session == expected
        assert (await store.open("whole")).turns == everything().turns


async def test_many_sessions_are_changed_at_once_and_those_that_are_not_there_are_told(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("one", "x"), said("two", "x")])
        assert await store.change(["one", "two", "none"], Change(archived=True)) == 2
        assert await store.count(Filter(archived=True)) == 2


async def test_a_deleted_session_can_be_restored_until_it_is_purged(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything(), said("other", "Stay.")])
        assert await store.delete(["whole", "none"]) == 1
        assert await store.delete(["whole"]) == 0
        assert await store.restore(["whole", "other"]) == 1
        assert await store.open("whole") == everything()
        await store.delete(["whole"])
        assert await store.purge(before=0.0) == 0
        assert await store.purge(before=float("inf")) == 1
        assert await store.restore(["whole"]) == 0
        assert await store.open("whole") is None
        assert len(await store.search("stay")) == 1
    tables = ("session", "turn", "reply", "attachment", "tag", "lane_use")
    counts = [ask(store.file, f"SELECT count(*) FROM {table}")[0][0] for table in tables]
    assert counts == [1, 1, 1, 0, 0, 1]
    assert unharmed(store.file)


async def test_what_was_deleted_a_week_ago_is_gone_at_the_next_start(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([said("old", "x"), said("new", "x")])
        await store.delete(["old", "new"])
    ask(
        store.file,
        "UPDATE session SET deleted_at = deleted_at - ? WHERE id = 'old'",
        KEPT_DELETED_SECONDS + 1,
    )
    async with opened(tmp_path) as store:
        assert [row.session.id for row in await store.rows(Filter(deleted=True))] == ["new"]


async def test_a_draft_is_kept_by_session_and_an_empty_one_is_none(tmp_path):
    async with opened(tmp_path) as store:
        store.keep_draft("", "of a new\nsession \ud83c")
        store.keep_draft("one", "first")
        store.keep_draft("one", "second")
        assert await store.draft("one") == "second"
    async with opened(tmp_path) as store:
        assert await store.draft("") == "of a new\nsession \ufffd"
        assert await store.draft("other") == ""
        store.keep_draft("one", "")
        assert await store.draft("one") == ""
    assert ask(store.file, "SELECT slot FROM draft") == [("",)]


async def test_presets_are_kept_by_name(tmp_path):
    given = {"temperature": 0.2, "stop": ["a"], "seed": None}
    async with opened(tmp_path) as store:
        await store.keep_preset(Preset("terse", "Be brief."))
        await store.keep_preset(Preset("long", "Be long.", given))
        await store.keep_preset(Preset("terse", "Be briefer."))
    async with opened(tmp_path) as store:
        assert await store.presets() == (
            Preset("long", "Be long.", given),
            Preset("terse", "Be briefer."),
        )
        await store.remove_preset("long")
        await store.remove_preset("none")
        assert [preset.name for preset in await store.presets()] == ["terse"]


async def test_lanes_that_a_session_had_are_still_found_after_a_change(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([a_session("one", lanes=(LANE,))])
        await store.change(["one"], Change(lanes=(GATEWAY,)))
        assert await store.count(Filter(model=LANE.model)) == 1
        assert await store.count(Filter(model=GATEWAY.model)) == 1
