from kit.scripted import ScriptedSource, a_lane, answer
from kit.stories import story
from quayside.app.core.conversation import Session, Turn

LANE = [a_lane()]


class NotLookedThrough(list):
    """Turns that are asked for by their index alone."""

    def __iter__(self):
        raise AssertionError("a pass over all turns")

    __contains__ = __reversed__ = index = count = __iter__


def a_session(count):
    session = Session()
    for number in range(count):
        session.add(Turn(f"prompt {number}", at=float(number)))
    session.turns = NotLookedThrough(session.turns)
    return session


async def test_no_change_and_no_key_looks_through_all_turns():
    async with story(lanes=LANE) as told:
        session = a_session(300)
        told.app.desk.go_on_in(session)
        await told.pilot.pause()
        assert "300 · prompt 299" in told.text()
        told.screen.log_list.focus()
        await told.press("k", "pageup", "g", "G", "enter", "{", "}")
        assert told.screen.prompt.prompt == "prompt 299"
        session.add(Turn("one more"))
        told.app.desk.tell()
        await told.press("j")
        told.screen.log_list.focus()
        await told.press("j")
        assert told.screen.prompt.prompt == "one more"
        told.screen.composer.focus()
        await told.press("up", "up")
        assert told.screen.composer.text == "prompt 299"


async def test_of_a_long_session_the_composer_recalls_what_was_sent_last():
    async with story(ScriptedSource({"sdk": answer("x")}), lanes=LANE) as told:
        for prompt in ("one", "two"):
            await told.send(prompt)
            await told.settle()
        await told.press("up", "up")
        assert told.screen.composer.text == "one"
