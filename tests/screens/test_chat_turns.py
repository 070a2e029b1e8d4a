from kit.scripted import Gate, ScriptedSource, a_failure, answer, failing, held
from kit.stories import story


def roles(messages):
    return [(message["role"], message["content"]) for message in messages]


async def test_a_prompt_is_answered_in_every_lane():
    source = ScriptedSource({"sdk": answer("Blue ", "light."), "proxy": answer("Rayleigh.")})
    async with story(source) as told:
        await told.press(*"why", "enter")
        await told.settle()
        assert told.sources() == ["Blue light.", "Rayleigh."]
        assert told.words() == ["done", "done"]
        assert told.screen.composer.text == ""
        assert "❯ why" in told.text()
        figures = told.panes[0].status.row.figures
        assert figures == ("1.0 s", "TTFT 250 ms", "50 tok/s server", "8 tokens")


async def test_the_second_turn_carries_the_first_and_each_lane_its_own_words():
    source = ScriptedSource({"sdk": answer("One."), "proxy": answer("Uno.")})
    async with story(source) as told:
        await told.send("first")
        await told.settle()
        await told.send("second")
        await told.settle()
        direct, through = (roles(messages) for _, messages in source.requests[2:])
        assert direct == [("user", "first"), ("assistant", "One."), ("user", "second")]
        assert through[1] == ("assistant", "Uno.")


async def test_escape_in_a_lane_stops_that_lane_alone():
    first, second = Gate(), Gate()
    source = ScriptedSource({"sdk": held(first, "part"), "proxy": held(second, "more")})
    async with story(source) as told:
        await told.send("go")
        await first.reached.wait()
        told.panes[0].view.focus()
        await told.press("escape")
        assert told.words() == ["stopped", "streaming"]
        assert source.abandoned == ["sdk · ai/smollm2"]
        second.open()
        await told.settle()
        assert told.words() == ["stopped", "done"]
        assert told.sources() == ["part", "more"]


async def test_escape_in_the_composer_stops_all_lanes():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "a"), "proxy": held(gate, "b")})
    async with story(source) as told:
        await told.send("go")
        await gate.reached.wait()
        await told.press("escape")
        assert told.words() == ["stopped", "stopped"]
        assert source.running == 0


async def test_resend_asks_again_without_the_old_turn():
    source = ScriptedSource({"sdk": answer("One.")})
    async with story(source) as told:
        await told.send("again")
        await told.settle()
        await told.press("ctrl+r")
        await told.settle()
        assert [roles(messages) for _, messages in source.requests[2:]] == [
            [("user", "again")],
            [("user", "again")],
        ]
        assert len(told.app.desk.session.turns) == 1


async def test_resend_while_a_reply_runs_stops_it_first():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "x"), "proxy": held(gate, "y")})
    async with story(source) as told:
        await told.send("go")
        await gate.reached.wait()
        await told.press("ctrl+r")
        assert len(source.requests) == 4
        assert source.running == 2
        gate.open()
        await told.settle()
        assert told.words() == ["done", "done"]


async def test_edit_takes_the_prompt_back_and_drops_the_turn():
    async with story() as told:
        await told.send("frist")
        await told.settle()
        await told.press("ctrl+e")
        assert told.screen.composer.text == "frist"
        assert told.app.desk.session.turns == []
        assert told.sources() == ["", ""]


async def test_a_new_session_forgets_all_turns():
    source = ScriptedSource()
    async with story(source) as told:
        await told.send("one")
        await told.settle()
        await told.press("ctrl+n")
        await told.send("two")
        await told.settle()
        assert roles(source.requests[-1][1]) == [("user", "two")]


async def test_a_prompt_that_is_sent_while_a_reply_runs_waits_for_its_turn():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate), "proxy": held(gate)})
    async with story(source) as told:
        await told.send("one")
        await gate.reached.wait()
        await told.press(*"two", "enter")
        assert len(source.requests) == 2
        assert "1 waiting" in told.text()
        gate.open()
        await told.settle()
        assert roles(source.requests[-1][1])[-1] == ("user", "two")
        assert len(source.requests) == 4
        assert "waiting" not in told.text()


async def test_escape_gives_back_what_waits_before_what_was_typed_since():
    gate = Gate()
    async with story(ScriptedSource({"sdk": held(gate), "proxy": held(gate)})) as told:
        await told.send("one")
        await gate.reached.wait()
        await told.press(*"two", "enter", *"three", "escape")
        assert told.screen.composer.text == "twothree"
        assert told.words() == ["stopped", "stopped"]


async def test_the_log_brings_an_old_turn_back_and_the_new_one_goes_on_unseen():
    gate = Gate()
    source = ScriptedSource({"sdk": answer("old"), "proxy": answer("alt")})
    async with story(source) as told:
        await told.send("first")
        await told.settle()
        source.scripts = {"sdk": held(gate, "new", after=[" end"]), "proxy": answer("neu")}
        await told.send("second")
        await gate.reached.wait()
        told.screen.log_list.focus()
        await told.press("k")
        assert told.sources() == ["old", "alt"]
        gate.open()
        await told.settle()
        assert told.sources() == ["old", "alt"]
        await told.press("j")
        assert told.sources() == ["new end", "neu"]


async def test_one_lane_fails_in_words_while_the_other_goes_on():
    failure = a_failure(seen="HTTP 404 [/engines/llama.cpp] [bold]x[/] [/x]")
    source = ScriptedSource({"sdk": failing(failure, "half"), "proxy": answer("whole")})
    async with story(source, size=(160, 50)) as told:
        await told.send("go")
        await told.settle()
        assert told.words() == ["failed", "done"]
        assert told.sources()[1] == "whole"
        text = told.text()
        assert "half" in text
        assert "Nothing listens on localhost:22088" in text
        assert "[/engines/llama.cpp] [bold]x" in text
        assert "Use port 12434." in text


async def test_a_failed_turn_is_left_out_of_what_that_lane_is_sent_next():
    source = ScriptedSource({"sdk": failing(), "proxy": answer("yes")})
    async with story(source) as told:
        await told.send("one")
        await told.settle()
        await told.send("two")
        await told.settle()
        direct, through = (roles(messages) for _, messages in source.requests[2:])
        assert direct == [("user", "two")]
        assert len(through) == 3


async def test_the_answer_is_copied_as_markdown():
    async with story(ScriptedSource({"sdk": answer("**bold** [x]")})) as told:
        await told.send("go")
        await told.settle()
        told.panes[0].view.focus()
        await told.press("y")
        assert told.copied == ["**bold** [x]"]


async def test_every_key_typed_while_lanes_stream_arrives():
    pieces = [f"word{number} " for number in range(400)]
    source = ScriptedSource({"sdk": answer(*pieces), "proxy": answer(*pieces)})
    typed = "the quick brown fox jumps over the lazy dog"
    async with story(source) as told:
        await told.send("go")
        await told.press(*[{" ": "space"}.get(letter, letter) for letter in typed])
        await told.settle()
        assert told.screen.composer.text == typed
        assert told.words() == ["done", "done"]


async def test_leaving_stops_all_replies_and_closes_the_source():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate), "proxy": held(gate)})
    closed: list[str] = []

    async def close() -> None:
        closed.append("kit")

    async with story(source, close=close) as told:
        await told.send("go")
        await gate.reached.wait()
    assert source.running == 0
    assert source.closed
    assert closed == ["kit"]
