from dataclasses import replace

import pytest

from kit.records import LANES, a_record
from kit.samples import a_sample
from kit.scripted import a_failure, a_lane
from quayside.app.core.comparison.history import history
from quayside.app.core.comparison.plan import Mode
from quayside.app.core.comparison.record import Machine, Server
from quayside.app.core.lanes import Path

OLD = "2026-11-20T10:00:00+00:00"


def a_run(*ttfts, rounds=10, lanes=LANES, **more):
    samples = [
        a_sample(lane, number, ttft=ttft + 0.1 * (number % 5))
        for lane, ttft in enumerate(ttfts)
        for number in range(rounds)
    ]
    return a_record(samples, lanes=lanes, rounds=rounds, mode=Mode.OVERHEAD, **more)


def ttft_words(newer, older):
    return [one.words for one in history(newer, older).changes if one.figure.name == "ttft"]


def test_each_lane_is_held_against_its_own_past():
    slower, same = ttft_words(a_run(24.0, 26.0), a_run(20.0, 26.0, started=OLD))
    assert slower.startswith("TTFT: sdk is slower than the record of 2026-11-20 by 4.0 ms [3.")
    assert same == "TTFT: proxy is the same as in the record of 2026-11-20 within ±0.2 ms"


def test_what_became_faster_says_so():
    (sdk, _) = ttft_words(a_run(15.0, 26.0), a_run(20.0, 26.0, started=OLD))
    assert "sdk is faster than the record of 2026-11-20 by 5.0 ms" in sdk


def test_an_interval_that_decides_nothing_is_undecided():
    noisy = a_record(
        [a_sample(0, number, ttft=20.0 + 9.0 * (number % 4)) for number in range(8)],
        mode=Mode.OVERHEAD,
    )
    (sdk,) = ttft_words(noisy, a_run(28.0, rounds=8, started=OLD))
    assert "sdk is undecided against the record of 2026-11-20, [-" in sdk


def test_few_answers_make_no_interval():
    (sdk,) = ttft_words(a_run(24.0, rounds=2), a_run(20.0, rounds=2, started=OLD))
    assert sdk.endswith("by +4.0 ms; too few answers for an interval")


def test_failed_answers_and_warm_ups_count_nowhere():
    older = a_run(20.0, started=OLD)
    broken = [a_sample(0, number, ttft=900.0, failure=a_failure()) for number in range(50)]
    newer = a_run(20.0)
    newer = replace(newer, samples=(*newer.samples, *broken))
    assert "the same" in ttft_words(newer, older)[0]


def test_two_records_of_one_day_are_told_apart_by_the_time():
    assert history(a_run(20.0), a_run(20.0)).since == "2026-11-25 04:27"
    undated = replace(a_run(20.0), started_at="long ago")
    assert history(a_run(20.0), undated).since == "an unknown day"


def test_lanes_are_matched_by_path_model_and_engine_wherever_they_stand():
    other_port = "http://localhost:9999/engines/vllm/v1"
    vllm = a_lane("m", base="http://localhost:12434/engines/vllm")
    moved = a_lane("m", base=other_port)
    older = a_run(20.0, 50.0, lanes=(vllm, LANES[1]), started=OLD)
    newer = a_run(50.0, 20.0, lanes=(LANES[1], moved))
    found = history(replace(newer, servers=()), older)
    assert all("the same" in one.words for one in found.changes if one.figure.name == "ttft")
    assert found.unmatched == ()
    assert not any("then" in said for said in found.caveats)


def test_lanes_that_are_alike_are_matched_in_their_order():
    twice = (LANES[0], LANES[0])
    words = ttft_words(a_run(20.0, 30.0, lanes=twice), a_run(20.0, 30.0, lanes=twice, started=OLD))
    assert len(words) == 2
    assert all("the same" in said for said in words)


def test_lanes_without_a_match_are_named():
    other = (LANES[0], a_lane("ai/qwen"))
    found = history(a_run(20.0, 20.0), a_run(20.0, 20.0, lanes=other, started=OLD))
    assert found.unmatched == (
        "proxy is not in the record of 2026-11-20.",
        "The record of 2026-11-20 also has 2 sdk · ai/qwen.",
    )


def test_two_modes_are_never_compared():
    found = history(a_run(20.0), a_record(started=OLD))
    assert found.changes == ()
    assert "is of workload, this one of overhead" in found.lines[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quayside": "8.0"}, "Quayside: 8.0 then, 9.9 now."),
        (
            {"machine": Machine(system="Darwin arm64", python="3.13", cores=10)},
            "Measured on: Darwin arm64, 10 cores then, Linux x86_64, 2 cores now.",
        ),
        (
            {"servers": (Server(title="Docker Model Runner", version="0.9"),)},
            "What answers sdk: Docker Model Runner 0.9 then, Docker Model Runner 1.0 now.",
        ),
    ],
)
def test_what_else_differs_is_said(change, said):
    assert said in history(a_run(20.0), replace(a_run(20.0, started=OLD), **change)).caveats


def test_other_prompts_parameters_places_and_caches_are_said():
    older = a_run(20.0, started=OLD, prompts=("Another.",))
    warmer = replace(LANES[0], parameters={"temperature": 1}, base="http://far:12434")
    newer = a_run(20.0, lanes=(warmer,))
    newer = replace(newer, samples=tuple(a_sample(0, n, cached=7) for n in range(8)))
    found = history(newer, older).caveats
    assert "The prompts differ." in found
    assert "sdk at: this machine then, http://far:12434 now." in found
    assert "sdk sends other parameters." in found
    assert "sdk: cached prompt tokens: 33 then, 7 now." in found


def test_what_one_of_them_did_not_tell_is_no_difference():
    older = replace(a_run(20.0, started=OLD), servers=())
    assert not [said for said in history(a_run(20.0), older).caveats if "What answers" in said]


def test_a_gateway_at_another_place_is_said():
    far = (LANES[0], a_lane("smollm2", Path.PROXY, "http://gate:4000"))
    found = history(a_run(20.0, 20.0, lanes=far), a_run(20.0, 20.0, started=OLD))
    assert "proxy at: this machine then, http://gate:4000 now." in found.caveats
