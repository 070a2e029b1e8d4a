import asyncio
from dataclasses import replace

import pytest

from kit.comparing import compare, compared, view
from kit.records import a_record
from kit.samples import a_sample
from kit.scripted import Gate, ScriptedSource, a_failure, a_lane, answer, failing, held
from kit.stories import story
from quayside.app.core.comparison.sample import Wire
from quayside.app.core.lanes import Path
from quayside.app.core.runner.received import ReceivedRequest
from quayside.app.screens.comparison import measurement

THREE = (a_lane(), a_lane("smollm2", Path.PROXY), a_lane("other", Path.PROXY))


class Late(Gate):
    """Holds a script only after it has been played some times."""

    def __init__(self, times):
        super().__init__()
        self.times = times

    async def passed(self):
        self.times -= 1
        if self.times < 0:
            await super().passed()


async def opened(told, record, name):
    await told.press("f3", "escape")
    told.screen.bench.show(record, "opened")
    return await view(told, name)


async def test_rejected_pairs_are_counted_and_explained_while_it_runs(monkeypatch):
    monkeypatch.setattr(measurement, "LEAST_INTERVAL", 0)
    gate = Late(2)
    source = ScriptedSource({"sdk": failing(), "proxy": held(gate, "y")})
    async with story(source) as told:
        await compare(told)
        await gate.reached.wait()
        for _ in range(100):
            await told.pilot.pause(0.05)
            if "1 pair rejected" in told.text():
                break
        else:
            pytest.fail(told.text())
        assert told.screen.running
        assert "round 2 of 2, lane 2 · streaming" in told.text()
        assert "2 proxy, round 1: lane 1: Nothing listens" in told.text()
        gate.open()
        await told.settle()
        assert "✓ done · 6 of 6 requests · 2 pairs rejected" in told.text()


class Steady:
    """Gives an analysis the time to end between any two samples."""

    async def measure(self, plan, held=None):
        for number in range(plan.repeat):
            for lane in (0, 1):
                yield a_sample(lane, number)
                for _ in range(5):
                    await asyncio.to_thread(int)


async def test_answers_are_analysed_now_and_then_and_not_one_by_one(monkeypatch):
    analysed = []
    derive = measurement.derive
    monkeypatch.setattr(measurement, "derive", lambda *args: (analysed.append(1), derive(*args))[1])
    async with story(measurer=Steady()) as told:
        await compared(told, rounds="40")
        assert "✓ done · 80 of 82 requests" in told.text()
        assert len(analysed) < 12


async def test_what_was_measured_before_a_stop_can_still_be_saved_and_is_not_kept(tmp_path):
    gate = Late(2)
    source = ScriptedSource({"sdk": answer("x"), "proxy": held(gate, "y")})
    async with story(source, data_directory=tmp_path) as told:
        await compare(told, rounds="3")
        await gate.reached.wait()
        await told.press("escape")
        await told.settle()
        assert "s saves them" in told.text()
        assert not list(tmp_path.rglob("*.json"))
        file = tmp_path / "some.csv"
        await told.press("s")
        told.screen.query_one("#line").value = str(file)
        await told.press("enter")
        await told.settle()
        assert len(file.read_text("utf-8").splitlines()) > 3


async def test_on_a_low_screen_the_form_is_one_line_until_it_has_the_focus():
    async with story(size=(80, 24)) as told:
        prompt = "name a long river and a short one"
        await compared(told, prompt, rounds="7")
        first = told.text().split("\n")[0]
        assert " ".join(first.split()) == f"{prompt} rounds 7 workload"
        await told.press("e")
        await told.settle()
        assert "╭─ Prompt" in told.text().split("\n")[0]
        assert "─ Rounds ─" in told.text().split("\n")[0]


async def test_a_run_is_shown_from_its_top_whatever_was_read_before(tmp_path):
    async with story(size=(80, 24), data_directory=tmp_path) as told:
        await compared(told, rounds="8")
        await told.press("G", "6", "r")
        await told.settle()
        assert "[1 figures]" in told.text()
        assert "workload · 8 rounds · medians, times in ms · “name”" in told.text()
        assert told.screen.views.figures.scroll_offset.y == 0


async def test_texts_show_the_first_lane_that_has_any_and_name_one_that_has_none():
    source = ScriptedSource({"smollm2": failing(), "other": answer("fine")})
    async with story(source, lanes=THREE) as told:
        await compared(told)
        assert "│ 3 proxy · other" in await view(told, "texts")
        await told.press("o")
        assert "2 proxy · smollm2 and 1 sdk · ai/smollm2 share no answers yet." in told.text()


async def test_a_comparison_of_fewer_lanes_shows_its_texts_too():
    async with story(lanes=THREE) as told:
        await opened(told, a_record(lanes=THREE), "texts")
        await told.press("o")
        assert "3 proxy · other" in told.text()
        assert "= equal, to the character" in await opened(told, a_record(), "texts")


async def test_several_prompts_are_told_apart_among_texts_and_exchanges():
    samples = [
        a_sample(lane, place=replace(a_sample(lane).place, prompt=prompt))
        for prompt in (0, 1)
        for lane in (0, 1)
    ]
    record = a_record(samples, rounds=1, prompts=("one", "two"))
    async with story() as told:
        assert "prompt 1, round 1 of 1" in await opened(told, record, "texts")
        await told.press("n")
        assert "prompt 2, round 1 of 1" in told.text()
        assert "measured   2.1" in await view(told, "exchanges")


async def test_the_bodies_that_the_runner_received_are_diffed_line_by_line():
    bodies = {
        0: '{"model": "m", "seed": 0, "stream": true}',
        1: '{"stream": true, "model": "m", "temperature": 1}',
    }
    received = {
        lane: ReceivedRequest(id="1", model="m", method="POST", url="/v1/x", body=body)
        for lane, body in bodies.items()
    }
    samples = [
        a_sample(lane, number, wire=Wire(fields=("usage", "id") if lane == 0 else ("id", "extra")))
        for number in range(2)
        for lane in (0, 1)
    ]
    async with story() as told:
        text = await opened(told, replace(a_record(samples), received=received), "wire")
        lines = [line.strip() for line in text.split("\n")]
        at = lines.index("{")
        assert lines[at : at + 6] == [
            "{",
            '"model": "m",',
            '−   "seed": 0,',
            '"stream": true',
            '+   "temperature": 1',
            "}",
        ]
        assert "The answers of 2 proxy lack usage" in text
        assert "The answers of 2 proxy have besides extra" in text


async def test_the_body_of_an_only_runner_stands_whole():
    received = {1: ReceivedRequest(id="1", model="m", method="POST", url="/v1/x", body="no json")}
    async with story() as told:
        text = await opened(told, replace(a_record(), received=received), "wire")
        assert "As the runner received it: 2 proxy · smollm2" in text
        assert "no json" in text


async def test_a_raw_answer_is_broken_only_where_the_line_ends():
    raw = f"data: {'{'}{'x' * 90} y{'}'}"
    record = a_record([a_sample(0, 0, wire=Wire(url="u", status=200, response=raw)), a_sample(1)])
    async with story(size=(80, 24)) as told:
        await opened(told, record, "exchanges")
        await told.press("enter", "3")
        lines = [line.strip() for line in told.text().split("\n")]
        assert next(line for line in lines if line.startswith("data:")).startswith("data: {xxx")


async def test_a_failed_exchange_shows_its_failure_and_no_empty_tables():
    wire = Wire(method="POST", url="http://h/v1", status=404)
    samples = [a_sample(), a_sample(1, failure=a_failure(seen="[/x]\x1b[31m"), wire=wire)]
    async with story() as told:
        await opened(told, a_record(samples, rounds=1), "exchanges")
        await told.press("j", "enter")
        text = told.text()
        assert "✗ Nothing listens on localhost:22088" in text
        assert "seen:  [/x]␛[31m" in text
        assert "This pair enters no difference" in text
        await told.press("y")
        assert "Nothing listens" in told.copied[0]


async def test_a_notice_under_a_dialog_is_seen_once():
    async with story(ScriptedSource({"sdk": answer("x"), "proxy": answer("x")})) as told:
        await compared(told)
        await told.press("v", "s")
        assert told.text().count("There are no two answers") == 1


async def test_at_80_columns_no_sparkline_is_cut():
    pace = [f"w{number} " for number in range(40)]
    lanes = [a_lane(path=Path.LITELLM), a_lane()]
    async with story(ScriptedSource({"sdk": answer(*pace)}), lanes=lanes, size=(80, 24)) as told:
        await compared(told)
        text = await view(told, "exchanges")
        drawn = [line for line in text.split("\n") if "▅" * 18 in line]
        assert len(drawn) >= 2
        assert not [line for line in drawn if "…" in line]
