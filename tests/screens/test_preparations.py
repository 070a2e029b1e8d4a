from dataclasses import replace

from kit.scripted import Gate, ScriptedSource, a_failure, a_lane, answer
from kit.stories import story
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.preparation import Preparation
from quayside.app.core.progress import Progress

OPEN = Lane(Path.PROXY, "smollm2", "")


def proxy_preparation(gate, end=None):
    async def steps():
        yield Progress("litellm", "installing LiteLLM 1.106.2, 61 of 118", 61, 118)
        await gate.passed()
        if end is not None:
            yield end

    return Preparation(
        name="proxy",
        title="LiteLLM Proxy",
        steps=steps,
        holds=lambda lane: not lane.base,
        settle=lambda lane: replace(lane, base="http://localhost:4001"),
    )


async def test_a_lane_waits_for_its_preparation_while_the_other_answers():
    gate = Gate()
    source = ScriptedSource({"sdk": answer("now"), "proxy": answer("later")})
    preparation = proxy_preparation(gate)
    async with story(source, lanes=[a_lane(), OPEN], preparations=[preparation]) as told:
        await gate.reached.wait()
        await told.send("go")
        await told.see("━ installing LiteLLM 1.106.2, 61 of 118")
        assert told.words() == ["done", "installing LiteLLM 1.106.2, 61 of 118"]
        assert "━ installing LiteLLM 1.106.2, 61 of 118" in told.text()
        gate.open()
        await told.settle()
        await told.pilot.pause()
        assert told.words() == ["done", "done"]
        assert source.requests[-1][0].base == "http://localhost:4001"
        assert "installing" not in told.text()
        assert "localhost:4001" in told.text()


async def test_a_failed_preparation_fails_only_the_lanes_that_wait_for_it():
    gate = Gate()
    failure = a_failure("install-failed", "pip said [/no]")
    preparation = proxy_preparation(gate, failure)
    source = ScriptedSource({"sdk": answer("now")})
    async with story(source, lanes=[a_lane(), OPEN], preparations=[preparation]) as told:
        await told.send("go")
        gate.open()
        await told.settle()
        await told.pilot.pause()
        assert told.words() == ["done", "failed"]
        assert len(source.requests) == 1
        assert "pip said [/no]" in told.text()


async def test_a_waiting_lane_can_be_stopped():
    gate = Gate()
    source = ScriptedSource()
    async with story(source, lanes=[OPEN], preparations=[proxy_preparation(gate)]) as told:
        await told.send("go")
        await told.press("escape")
        assert told.words() == ["stopped"]
        assert source.requests == []
        gate.open()


async def test_runners_are_looked_for_again_when_a_preparation_is_over():
    gate = Gate()
    searches: list[int] = []

    async def discover():
        searches.append(1)
        for nothing in ():
            yield nothing

    async with story(preparations=[proxy_preparation(gate)], discover=discover) as told:
        await gate.reached.wait()
        assert len(searches) == 1
        gate.open()
        await told.settle()
        assert len(searches) == 2


async def test_leaving_while_something_is_prepared_ends_it_and_closes_everything():
    ended: list[str] = []
    started = Gate()

    async def steps():
        try:
            yield Progress("proxy", "starting LiteLLM Proxy, 1 s")
            await started.passed()
        finally:
            ended.append("steps")

    async def close() -> None:
        ended.append("kit")

    preparation = Preparation(name="proxy", title="LiteLLM Proxy", steps=steps)
    async with story(preparations=[preparation], close=close):
        await started.reached.wait()
    assert ended == ["steps", "kit"]
