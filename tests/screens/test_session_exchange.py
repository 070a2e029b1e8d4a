import asyncio
import json

import pytest

from kit.foreign_chats import chatgpt_chat, write_list
from kit.scripted import ScriptedSource, answer
from kit.stories import TWO_LANES, story
from quayside.app.core.sessions.importing.run import import_file
from quayside.app.screens.sessions import exchange

ONE_LANE = TWO_LANES[:1]


@pytest.fixture
def places(tmp_path):
    """Where sessions are kept, and where the user works."""
    work = tmp_path / "work"
    work.mkdir()
    return {"sessions_directory": tmp_path / "kept", "folder": work}


async def write_line(told, text):
    """Over what a dialog offers."""
    told.screen.query_one("#line").value = text
    await told.press("enter")
    await told.settle()


@pytest.mark.parametrize(("ending", "opening"), [("md", "# What is"), ("html", "<!doctype")])
async def test_a_session_is_exported_to_a_file_of_its_title(places, ending, opening):
    source = ScriptedSource({"sdk": answer("A wall.")})
    async with story(source, lanes=ONE_LANE, **places) as told:
        await told.send("What is a quay?")
        await told.settle()
        await told.press("f6")
        await told.settle()
        await told.press("x")
        await told.settle()
        offered = told.screen.query_one("#line").value
        assert offered == str(places["folder"] / "what-is-a-quay.md")
        file = places["folder"] / f"quay.{ending}"
        await write_line(told, str(file))
        assert file.read_text().startswith(opening)
        assert "A wall." in file.read_text()
        await told.press("x")
        await told.settle()
        await write_line(told, str(file))
        assert f"quay.{ending} is there already" in told.text()


async def test_chats_come_in_and_what_is_broken_is_told_with_its_line(places):
    torn = '{"title": "Torn", "mapping": {"a": [1, 2,]}}'
    file = write_list(places["folder"] / "c.json", [chatgpt_chat(0), torn, chatgpt_chat(2)])
    async with story(lanes=ONE_LANE, **places) as told:
        await told.settle()
        await told.press("f6", "i")
        await write_line(told, str(file))
        assert "Left out, and why" in told.text()
        assert "c.json, line 3 (Torn)" in told.text()
        await told.press("escape")
        await told.settle()
        assert "2 of 2" in told.text()
        await told.press("enter")
        await told.settle()
        assert told.app.desk.session.turns[0].prompt.startswith("question 0")
        assert told.sources() == ["answer 1"]


async def test_what_was_exported_as_json_comes_back(places):
    async with story(lanes=ONE_LANE, **places) as told:
        await told.send("Keep me")
        await told.settle()
        await told.press("f6")
        await told.settle()
        await told.press("x")
        await told.settle()
        file = places["folder"] / "kept.json"
        await write_line(told, str(file))
        assert json.loads(file.read_text())["sessions"][0]["turns"][0]["prompt"] == "Keep me"
        await told.press("i")
        await write_line(told, str(file))
        assert any("1 kept already" in one.message for one in told.app._notifications)


async def test_a_file_that_is_not_there_is_asked_for_again(places):
    async with story(lanes=ONE_LANE, **places) as told:
        await told.press("f6", "i")
        await write_line(told, str(places["folder"] / "absent.json"))
        assert "There is no file" in told.text()


@pytest.mark.parametrize("line", ["~nobody-of-this-name/a.md", f"{'x' * 300}.md", "a\0b.md"])
async def test_a_line_that_is_no_path_is_asked_for_again(places, line):
    async with story(lanes=ONE_LANE, **places) as told:
        await told.send("Keep me")
        await told.settle()
        await told.press("f6")
        await told.settle()
        await told.press("i")
        await write_line(told, line)
        assert "There is no file" in told.text()
        await told.press("escape", "x")
        await told.settle()
        await write_line(told, f"{places['folder']}/absent/{line}")
        problem = str(told.screen.query_one("#problem").render())
        assert problem.startswith(("There is no folder", "No name"))


class Gate:
    """Holds the import after its first chats, until it is opened or the import is stopped."""

    def __init__(self, monkeypatch):
        self.reached, self.open = asyncio.Event(), asyncio.Event()
        monkeypatch.setattr(exchange, "import_file", self._import)

    async def _import(self, store, file, tell):
        def told(outcome):
            tell(outcome)
            self.reached.set()

        outcome = await import_file(store, file, told)
        await self.open.wait()
        return outcome


async def test_an_import_can_be_stopped_and_what_has_come_stays(places, monkeypatch):
    gate = Gate(monkeypatch)
    file = write_list(places["folder"] / "c.json", [chatgpt_chat(0), chatgpt_chat(2)])
    async with story(lanes=ONE_LANE, **places) as told:
        await told.settle()
        await told.press("f6", "i")
        told.screen.query_one("#line").value = str(file)
        await told.press("enter")
        await gate.reached.wait()
        await told.press("i")
        messages = [one.message for one in told.app._notifications]
        assert messages == [exchange.STILL_RUNS]
        await told.press("escape")
        await told.settle()
        messages = [one.message for one in told.app._notifications]
        assert "c.json: stopped; 2 imported" in messages
        assert "2 of 2" in told.text()
        assert told.app.current_mode == "sessions"
