from dataclasses import replace

import pytest

from kit.records import LANES, a_record
from kit.samples import a_sample
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.analysis import analyse
from quayside.app.core.comparison.caching import without_prompt_cache
from quayside.app.core.comparison.measuring.stall import Stall
from quayside.app.core.comparison.record import Machine
from quayside.app.core.comparison.report.build import report_of
from quayside.app.core.comparison.sample import Answer, Wire
from quayside.app.core.lanes import Path


def report(record):
    return report_of(record, analyse(record.plan, record.samples, record.received))


def warned(record, words):
    return [line for line in report(record).warnings if words in line]


def about(record):
    return [line.strip() for line in report(record).lanes.lines if line.startswith("  ")]


def measuring(record):
    (found,) = [one for one in report(record).sections if one.title == "The measuring"]
    return found.lines


def test_a_calm_and_whole_comparison_warns_of_nothing():
    assert report(a_record(warm_up=0)).warnings == ()


def test_a_measuring_process_that_was_late_is_a_warning_and_its_lateness_is_told():
    late = replace(a_record(warm_up=0), stall=Stall(0.4, 4.2, 27.9, 2571))
    (line,) = report(late).warnings
    assert line.startswith("Disturbed: the measuring process was 4.2 ms late at the 99th")
    assert any("27.9 at worst (2571 ticks)" in line for line in measuring(late))
    assert not any("Stamps" in line for line in measuring(replace(late, stall=None)))


def test_a_busy_machine_is_a_warning_where_the_load_is_known():
    machine = Machine(system="Linux x86_64", python="3.11", cores=2, load_before=2.5)
    assert warned(replace(a_record(), machine=machine), "load average 2.5 on 2 cores")
    calm = replace(machine, load_before=None)
    assert not warned(replace(a_record(), machine=calm), "busy")
    assert "Linux x86_64, 2 cores, Python 3.11." in measuring(replace(a_record(), machine=calm))


def test_failures_are_counted_before_anything_is_believed():
    samples = [a_sample(0, 0), a_sample(1, 0, failure=a_failure()), a_sample(0, 1), a_sample(1, 1)]
    assert warned(a_record(samples, rounds=2), "2 proxy failed in 1 of 2 requests.")


def test_answers_that_came_at_once_are_no_stream():
    samples = [
        a_sample(lane, number, gaps=[10.0 if lane == 0 else 0.01] * 12)
        for number in range(4)
        for lane in (0, 1)
    ]
    (line,) = warned(a_record(samples, rounds=4), "not really streaming")
    assert line == "2 proxy is not really streaming: 4 of 4 answers came at once."


def test_a_lane_held_against_itself_is_said():
    assert warned(a_record(lanes=LANES[:1] * 2), "whatever differs here is noise")
    assert not warned(a_record(), "noise")


def test_a_comparison_that_was_stopped_says_where():
    made = a_record(rounds=4, warm_up=0)
    assert not warned(made, "Stopped")
    stopped = replace(made, plan=replace(made.plan, repeat=40))
    assert warned(stopped, "Stopped after 8 of 80 requests.")


def test_each_lane_is_told_with_its_server_and_what_is_sent_along():
    told = replace(a_lane(), parameters={"temperature": 0, "stop": ["\n"], "user": "x"})
    (first,) = about(a_record(lanes=(replace(told, stream=False),)))
    assert first == (
        'Docker Model Runner 1.0 · temperature 0, stop ["\\n"], user x · asked for whole answers'
    )


@pytest.mark.parametrize(
    ("served", "said"),
    [
        ("ai/smollm2", ""),
        ("ai/qwen3", "answers as ai/qwen3"),
        ("/srv/models/m.gguf", "answers as m.gguf"),
        (r"C:\Users\me\m.gguf", "answers as m.gguf"),
        (r"\\share\models\m.gguf", "answers as m.gguf"),
    ],
)
def test_what_answers_under_another_name_is_said_without_its_folder(served, said):
    sample = a_sample(0, answer=Answer(text="x", served_model=served))
    (line,) = about(a_record([sample], lanes=LANES[:1], rounds=1))
    assert line == " · ".join(filter(None, ["Docker Model Runner 1.0", said]))


def test_a_gateway_that_spreads_over_deployments_is_said():
    samples = [
        a_sample(1, number, wire=Wire(headers={"x-litellm-model-id": f"d{number % 2}"}))
        for number in range(4)
    ]
    assert "spread over 2 deployments" in about(a_record(samples, rounds=4))[1]


def test_the_schedule_is_told_and_so_are_remarks():
    record = a_record(seed=7, nonce=True, cold=True, warm_up=2, pause=0.0)
    lines = measuring(replace(record, remarks=("lane 1 was not cold: it is in use",)))
    assert lines[-1] == "lane 1 was not cold: it is in use"
    assert lines[-2] == (
        "Sent with order seed 7, 2 warm-ups a lane, pause 0 s, first words of its own for each "
        "request, unloaded first."
    )


@pytest.mark.parametrize(
    ("straight", "off"),
    [
        ("http://h:12434/engines/llama.cpp", True),
        ("http://h:12434/engines/v1", True),
        ("localhost:12434", True),
        ("http://h:8000/v1", False),
        ("ftp://x", False),
    ],
)
def test_the_prompt_cache_is_off_only_where_each_straight_lane_asks_a_runner(straight, off):
    lanes = without_prompt_cache([a_lane(), a_lane(base=straight), a_lane("m", Path.PROXY)])
    assert {lane.parameters.get("cache_prompt") for lane in lanes} == {False if off else None}


def test_the_prompt_cache_stays_where_the_lane_says_so_or_nothing_is_straight():
    mine = replace(a_lane(), parameters={"cache_prompt": True})
    assert without_prompt_cache([mine])[0].parameters == {"cache_prompt": True}
    assert without_prompt_cache([a_lane("m", Path.PROXY)])[0].parameters == {}
