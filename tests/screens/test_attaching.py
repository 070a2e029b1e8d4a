import pytest
from textual.events import Paste

from kit.scripted import Gate, ScriptedSource, a_lane, answer, held
from kit.stories import story
from quayside.app.core.lanes import Path

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes.md").write_text("# Notes\n")
    (tmp_path / "my plan.txt").write_text("sail\n")
    (tmp_path / "cat.png").write_bytes(PNG)
    (tmp_path / "tool").write_bytes(b"\x7fELF\0")
    return tmp_path


def contents(source):
    return [messages[-1]["content"] for _, messages in source.requests]


async def write(told, text):
    """By keys, as a user does: what is put there at once counts as foreign."""
    told.screen.composer.focus()
    names = {" ": "space", "@": "at", ".": "full_stop", "/": "slash", '"': "quotation_mark"}
    await told.press(*(names.get(letter, letter) for letter in text))


async def paste(told, text):
    told.screen.composer.focus()
    told.app.post_message(Paste(text))
    await told.pilot.pause()


async def test_a_named_file_is_shown_while_it_is_written_and_goes_with_the_prompt(folder):
    source = ScriptedSource()
    async with story(source, folder=folder) as told:
        await write(told, "see @notes.md.")
        assert "▣ notes.md  8 B, text/markdown" in told.text()
        await told.press("enter")
        await told.settle()
        assert contents(source) == ["see @notes.md.\n\nnotes.md:\n```md\n# Notes\n```"] * 2
        assert "❯ ▣ notes.md 8 B  see @notes.md." in told.text()
        assert not told.screen.attaching.lines.display


async def test_tab_writes_the_name_on_and_quotes_it_where_it_must(folder):
    source = ScriptedSource()
    async with story(source, folder=folder) as told:
        await write(told, "@m")
        assert "@my plan.txt" in told.text()
        await told.press("tab", "enter")
        await told.settle()
        assert contents(source)[0].startswith('@"my plan.txt"\n\nmy plan.txt:\n```txt\nsail')


async def test_a_file_that_cannot_go_gives_the_prompt_back_with_the_reason(folder):
    source = ScriptedSource()
    async with story(source, folder=folder) as told:
        await write(told, "run @tool")
        assert "✗ tool is neither a text nor an image" in told.text()
        await told.press("enter")
        await told.settle()
        assert source.requests == []
        assert told.screen.composer.text == "run @tool"
        assert "begins with 7f 45 4c 46" in told.text()


async def test_a_path_that_is_not_there_is_an_error_and_a_mere_word_is_not(folder):
    source = ScriptedSource()
    async with story(source, folder=folder) as told:
        await write(told, "@./gone")
        await told.press("enter")
        await told.settle()
        assert source.requests == []
        told.screen.composer.put("")
        await write(told, "ask @alice")
        await told.press("enter")
        await told.settle()
        assert contents(source) == ["ask @alice"] * 2


async def test_words_from_elsewhere_attach_nothing_until_tab_confirms_it(folder):
    source = ScriptedSource()
    async with story(source, folder=folder) as told:
        await paste(told, "sum up @notes.md")
        assert "□ notes.md  not attached" in told.text()
        await told.press("enter")
        await told.settle()
        assert contents(source) == ["sum up @notes.md"] * 2
        await paste(told, "sum up @notes.md")
        await told.press("tab")
        await told.settle()
        assert "▣ notes.md" in told.text()
        await told.press("enter")
        await told.settle()
        assert "# Notes" in contents(source)[-1]


async def test_a_long_paste_is_held_apart_and_sent_whole(folder):
    source, long = ScriptedSource(), "word " * 200_000
    async with story(source, folder=folder) as told:
        await write(told, "count")
        await paste(told, long)
        assert told.screen.composer.text == "count @pasted-1.txt "
        assert "▣ pasted-1.txt  1.0 MB, text/plain" in told.text()
        await told.press("enter")
        await told.settle()
        assert long in contents(source)[0]


async def test_an_image_goes_by_the_direct_path_and_a_path_that_drops_it_is_named(folder):
    source = ScriptedSource()
    lanes = (a_lane(), a_lane("ai/other", Path.LITELLM))
    async with story(source, lanes=lanes, folder=folder) as told:
        await write(told, "what is @cat.png")
        await told.press("enter")
        await told.settle()
        kinds = [part["type"] for part in contents(source)[0]]
        assert kinds == ["text", "image_url"]
        (notice,) = told.app._notifications
        assert "litellm · ai/other gets the words, no image" in notice.message


async def test_edited_and_sent_again_a_turn_keeps_what_went_with_it(folder):
    source = ScriptedSource()
    async with story(source, lanes=[a_lane()], folder=folder) as told:
        await write(told, "see @notes.md")
        await told.press("enter")
        await told.settle()
        (folder / "notes.md").write_text("changed\n")
        await told.press("ctrl+e", "enter")
        await told.settle()
        await told.press("ctrl+r")
        await told.settle()
        first, *later = contents(source)
        assert later == [first, first]


async def test_what_waits_comes_back_with_its_files(folder):
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "a")})
    async with story(source, lanes=[a_lane()], folder=folder) as told:
        await told.send("go")
        await gate.reached.wait()
        await write(told, "see @notes.md")
        await told.press("enter")
        (folder / "notes.md").unlink()
        await told.press("escape")
        assert told.screen.composer.text == "see @notes.md"
        source.scripts["sdk"] = answer("now")
        await told.press("enter")
        await told.settle()
        assert "# Notes" in contents(source)[-1]


async def test_without_a_terminal_of_its_own_there_is_no_editor_and_the_draft_stays(folder):
    async with story(folder=folder) as told:
        await write(told, "draft")
        await told.press("f8")
        await told.settle()
        assert told.screen.composer.text == "draft"
        assert "There is no terminal to give to an editor" in told.text()


async def test_a_draft_and_what_was_pasted_into_it_survive_a_restart(folder):
    long, kept = "line\n" * 10_000, folder / "kept"
    async with story(folder=folder, sessions_directory=kept) as told:
        await told.until(lambda: told.app.desk.book.store is not None)
        await told.settle()
        await write(told, "count ")
        await paste(told, long)
        told.screen.drafts.keep()
    source = ScriptedSource()
    async with story(source, folder=folder, sessions_directory=kept) as told:
        await told.until(lambda: told.screen.composer.text != "")
        await told.settle()
        assert told.screen.composer.text == "count @pasted-1.txt "
        told.screen.composer.focus()
        await told.press("enter")
        await told.settle()
        assert long in contents(source)[0]
        told.screen.drafts.keep()
    async with story(folder=folder, sessions_directory=kept) as told:
        await told.settle()
        assert told.screen.composer.text == ""
        assert told.screen.composer.held == {}
