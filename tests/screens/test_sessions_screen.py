from textual.events import Key

from kit.scripted import Gate, ScriptedSource, answer, held
from kit.stories import TWO_LANES, story

ONE_LANE = TWO_LANES[:1]


async def test_a_session_is_kept_and_opened_again_by_another_start(tmp_path):
    source = ScriptedSource({"sdk": answer("Kept answer.")})
    async with story(source, lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.send("What is a quay?")
        await told.settle()
    async with story(source, lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.press("f6")
        await told.settle()
        assert "What is a quay" in told.text()
        await told.press("enter")
        await told.settle()
        assert told.sources() == ["Kept answer."]
        assert told.words() == ["done"]
        await told.send("And a pier?")
        await told.settle()
        asked = [message["content"] for message in source.requests[-1][1]]
        assert asked == ["What is a quay?", "Kept answer.", "And a pier?"]


async def test_typing_finds_answers_and_opens_the_session_at_the_turn(tmp_path):
    source = ScriptedSource({"sdk": answer("The harbour master said so.")})
    async with story(source, lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.send("first")
        await told.settle()
        source.scripts = {"sdk": answer("Nothing.")}
        await told.send("second")
        await told.settle()
        await told.press("ctrl+n", "f6", "slash", *"harb")
        await told.settle()
        assert "The harbour master said so." in told.text()
        for _ in range(2):  # in one burst: the second is for the list already
            told.app.post_message(Key("enter", "\r"))
        await told.settle()
        await told.settle()
        assert told.sources() == ["The harbour master said so."]
        assert [turn.prompt for turn in told.app.desk.session.turns] == ["first", "second"]


async def test_a_session_that_is_deleted_comes_back_by_undo(tmp_path):
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.send("Keep me")
        await told.settle()
        await told.press("f6")
        await told.settle()
        await told.press("d")
        await told.settle()
        assert "0 of 0" in told.text()
        await told.press("u")
        await told.settle()
        assert "1 of 1" in told.text()
        await told.press("f2")
        assert told.app.desk.session.turns == []


async def test_sessions_are_named_tagged_pinned_and_filtered(tmp_path):
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        for prompt in ("alpha", "beta"):
            await told.send(prompt)
            await told.settle()
            await told.press("ctrl+n")
        await told.press("f6")
        await told.settle()
        await told.press("e")
        told.screen.query_one("Input").value = "Harbour"
        await told.press("enter")
        await told.settle()
        await told.press("t", *"sea", "enter")
        await told.settle()
        await told.press("p")
        await told.settle()
        assert "★ Harbour" in told.text()
        assert "#sea" in told.text()
        await told.press("f")
        await told.settle()
        place = next(i for i, line in enumerate(told.screen._lines) if line == "tag sea")
        await told.press(*"j" * place, "enter")
        await told.settle()
        assert "1 of 1   tag sea" in told.text()


async def test_a_draft_is_there_after_a_restart(tmp_path):
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.press(*"half a thought")
        await told.settle()
        told.screen.drafts.keep()
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.settle()
        assert told.screen.composer.text == "half a thought"


async def test_leaving_a_session_stops_its_replies(tmp_path):
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "par")})
    async with story(source, lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.send("go")
        await gate.reached.wait()
        await told.press("f6")
        await told.press("n")
        await told.settle()
        assert source.abandoned == ["sdk · ai/smollm2"]
        await told.press("f6")
        await told.settle()
        await told.press("enter")
        await told.settle()
        assert told.words() == ["stopped"]
        assert told.sources() == ["par"]


async def test_without_a_folder_the_screen_says_that_nothing_is_kept():
    async with story(lanes=ONE_LANE) as told:
        await told.press("f6")
        await told.settle()
        assert "not kept" in told.text()


async def test_what_is_put_away_is_found_in_the_archive_and_comes_back(tmp_path):
    async with story(lanes=ONE_LANE, sessions_directory=tmp_path) as told:
        await told.send("Put me away")
        await told.settle()
        await told.press("f6")
        await told.settle()
        await told.press("a")
        await told.settle()
        assert "0 of 0" in told.text()
        await told.press("f", "j", "j", "enter")
        await told.settle()
        assert "1 of 1   archived" in told.text()
        await told.press("a", "f", "enter")
        await told.settle()
        assert "1 of 1   all sessions" in told.text()
