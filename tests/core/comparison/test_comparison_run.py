from contextlib import aclosing

from kit.scripted import Gate, ScriptedSource, a_lane, failing, held
from quayside.app.core.comparison.run import all_runs, run_comparison, schedule
from quayside.app.core.events import TextDelta
from quayside.app.core.lanes import Path


def test_lanes_take_turns_and_each_round_another_goes_first() -> None:
    order = [place.lane for place in schedule(1, 2, 3)]
    assert order == [0, 1, 1, 0, 0, 1]


def test_each_lane_is_first_equally_often() -> None:
    first = [place.lane for place in schedule(1, 3, 6) if place.position == 0]
    assert sorted(first) == [0, 0, 1, 1, 2, 2]


def test_every_prompt_goes_to_every_lane_in_every_round() -> None:
    places = schedule(2, 3, 2)
    assert len({(place.prompt, place.round, place.lane) for place in places}) == 12


async def test_one_request_is_in_flight_at_a_time() -> None:
    source = ScriptedSource()
    lanes = [a_lane(), a_lane("smollm2", Path.PROXY)]
    runs = await all_runs(run_comparison(source, lanes, ["a", "b"], 2))
    assert len(runs) == 8
    assert source.most_running == 1
    assert source.requests[0][1] == [{"role": "user", "content": "a"}]


async def test_a_failed_lane_does_not_stop_the_others() -> None:
    source = ScriptedSource({"sdk": failing()})
    lanes = [a_lane(), a_lane("smollm2", Path.PROXY)]
    first, second = await all_runs(run_comparison(source, lanes, ["a"]))
    assert first.reply.tally.failure is not None
    assert second.reply.tally.text == "Answer of proxy · smollm2."


async def test_a_watcher_sees_the_events_with_their_place() -> None:
    seen: list[tuple[int, str]] = []

    def watch(place, event) -> None:
        if isinstance(event, TextDelta):
            seen.append((place.lane, event.text))

    await all_runs(run_comparison(ScriptedSource(), [a_lane()], ["a"], watch=watch))
    assert seen == [(0, "Answer of sdk · ai/smollm2.")]


async def test_leaving_early_asks_no_more() -> None:
    source = ScriptedSource({"second": held(Gate())})
    async with aclosing(run_comparison(source, [a_lane(), a_lane("second")], ["a"])) as runs:
        async for _ in runs:
            break
    assert len(source.requests) == 1
