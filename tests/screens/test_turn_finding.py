from textual.events import Key

from kit.other_work import other_work
from kit.scripted import Gate, ScriptedSource, a_lane, answer, held
from kit.stories import story
from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.events import Finished, TextDelta
from quayside.app.core.turn_search import TurnSearch

LANE = [a_lane()]
TIDES = ("The tide comes in", "Ships", "Low tide", "Gulls", "Spring tides")


def a_session(prompts=TIDES, text="An answer about {}."):
    session = Session()
    for at, prompt in enumerate(prompts):
        turn = Turn(prompt, at=float(at))
        reply = turn.replies[0] = Reply(LANE[0])
        reply.tally.note(TextDelta(0.1, text.format(prompt.split()[-1])))
        reply.tally.note(Finished(1.0, "stop"))
        session.add(turn)
    return session


async def opened(told, session):
    told.app.desk.go_on_in(session)
    told.screen.log_list.focus()
    await told.press("g")


def prompt(told):
    return told.screen.prompt.prompt


async def test_a_turn_is_found_as_it_is_typed_and_enter_goes_on():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("j", "/", *"tide")
        assert prompt(told) == "Low tide"
        assert "find 2/3" in told.text()
        await told.press("enter")
        assert (prompt(told), told.screen.log_list.highlighted) == ("Spring tides", 4)
        await told.press("enter")
        assert prompt(told) == "The tide comes in"
        await told.press("up")
        assert prompt(told) == "Spring tides"


async def test_what_an_answer_holds_is_found_and_marked_in_it():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"answer about gulls")
        assert prompt(told) == "Gulls"
        assert told.panes[0].border_subtitle.startswith("find 1/1")


async def test_after_escape_n_goes_from_hit_to_hit_and_a_second_escape_ends_the_search():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"tide", "escape")
        assert told.screen.log_list.has_focus
        await told.press("n")
        assert prompt(told) == "Low tide"
        await told.press("n", "n", "N")
        assert prompt(told) == "Spring tides"
        await told.press("escape")
        assert "find" not in told.text()
        await told.press("n")
        assert prompt(told) == "Spring tides"


async def test_without_a_search_escape_stops_replies():
    gate = Gate()
    async with story(ScriptedSource({"sdk": held(gate, "x")}), lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"tide", "escape", "escape")
        await told.send("Go on")
        await gate.reached.wait()
        told.screen.log_list.focus()
        await told.press("escape")
        assert told.words() == ["stopped"]


async def test_the_next_hit_is_the_next_from_where_the_reader_is():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"tide", "escape", "j", "j", "j", "n")
        assert prompt(told) == "Spring tides"


async def test_what_is_not_there_moves_nobody():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"tidal wave", "enter")
        assert prompt(told) == TIDES[0]
        assert "find not found" in told.text()


async def test_letters_typed_in_one_burst_are_for_the_field_of_the_search():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        for letter in "/nN/j":
            told.app.post_message(Key({"/": "slash"}.get(letter, letter), letter))
        await told.pilot.pause()
        assert told.screen.sidebar.field.value == "nN/j"
        assert prompt(told) == TIDES[0]


async def test_a_slash_in_a_reply_still_searches_that_reply():
    async with story(lanes=LANE) as told:
        await opened(told, a_session())
        told.panes[0].view.focus()
        await told.press("/", *"tide")
        assert told.panes[0].field.value == "tide"
        assert prompt(told) == TIDES[0]


async def test_a_turn_that_has_come_since_is_found_too():
    gate = Gate()
    async with story(ScriptedSource({"sdk": held(gate, "x")}), lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"tide", "escape")
        await told.send("Neap tide")
        await gate.reached.wait()
        gate.open()
        await told.settle()
        assert "find 4/4" in told.text()


async def test_a_long_search_lets_everything_else_have_its_turn(monkeypatch):
    looks, look = [], TurnSearch.look

    def look_at_one(search, among, seconds):
        looks.append(turns())
        look(search, among, 0)

    monkeypatch.setattr(TurnSearch, "look", look_at_one)
    async with story(lanes=LANE) as told:
        await opened(told, a_session(["Nothing"] * 100))
        async with other_work() as turns:
            await told.press("/", "z")
            await told.see("find not found")
        assert len(set(looks)) >= 100


async def test_another_session_is_searched_for_the_same():
    async with story(ScriptedSource({"sdk": answer("x")}), lanes=LANE) as told:
        await opened(told, a_session())
        await told.press("/", *"tide", "escape")
        await opened(told, a_session(("A harbour", "Ebb tide")))
        assert prompt(told) == "A harbour"
        assert "find 1" in told.text()
        await told.press("n")
        assert prompt(told) == "Ebb tide"
