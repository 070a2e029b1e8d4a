from dataclasses import replace

import pytest

from kit.records import a_record
from kit.scripted import a_lane
from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.compare_task import read_option, task_of
from quayside.app.command_line.problems import UsageError
from quayside.app.core.comparison.files import write_record
from quayside.app.core.comparison.plan import OVERHEAD_PROMPT, Mode, ServiceLevel
from quayside.app.core.lanes import LaneSyntaxError, LaneText, Path

READY = (a_lane(), a_lane("smollm2", Path.PROXY))


def planned(*line, lanes=READY):
    return task_of(read_arguments(["compare", *line])).plan(lanes)


def parameters(*line, lanes=READY):
    return [dict(lane.parameters) for lane in planned(*line, lanes=lanes).lanes]


def test_a_workload_asks_each_prompt_once_with_the_cache_off():
    plan = planned("a", "b")
    assert (plan.mode, plan.prompts) == (Mode.WORKLOAD, ("a", "b"))
    assert (plan.repeat, plan.warm_up, plan.seed, plan.levels) == (1, 1, 0, ())
    sent = {"temperature": 0, "seed": 0, "cache_prompt": False}
    assert parameters("a") == [sent, sent]


def test_overhead_asks_its_own_short_prompt_forty_times_in_the_cache():
    plan = planned("--mode", "overhead")
    assert (plan.prompts, plan.repeat, plan.warm_up) == ((OVERHEAD_PROMPT,), 40, 2)
    sent = {"max_tokens": 12, "temperature": 0, "seed": 0}
    assert parameters("--mode", "overhead") == [sent, sent]


def test_what_a_lane_says_itself_comes_first_then_the_options():
    mine = (replace(a_lane(), parameters={"temperature": 1, "cache_prompt": True}), a_lane("b"))
    first, second = parameters("a", "--temperature", "0.5", "--max-tokens", "9", lanes=mine)
    assert first == {"temperature": 1, "cache_prompt": True, "max_tokens": 9, "seed": 0}
    assert second == {"temperature": 0.5, "cache_prompt": False, "max_tokens": 9, "seed": 0}


def test_the_cache_stays_as_it_is_where_a_server_might_refuse_the_word():
    other = (a_lane(base="http://h:8000/v1"), a_lane("smollm2", Path.PROXY))
    assert not any("cache_prompt" in sent for sent in parameters("a", lanes=other))


def test_prompts_that_begin_with_a_number_of_their_own_find_no_template_cached_either():
    assert all(sent["cache_prompt"] is False for sent in parameters("a", "--nonce"))


def test_options_of_the_schedule_get_into_the_plan():
    line = "a --repeat 3 --warm-up 0 --order-seed 7 --pause 0 --patience 9 --margin 4 --cold"
    plan = planned(*line.split())
    assert (plan.repeat, plan.warm_up, plan.seed, plan.pause) == (3, 0, 7, 0.0)
    assert (plan.patience, plan.margin, plan.cold, plan.nonce) == (9.0, 4.0, True, False)
    load = planned("a", "--concurrency", "1,4", "--slo", "ttft=500")
    assert (load.levels, load.service) == ((1, 4), ServiceLevel(ttft=500.0))


def test_a_self_test_has_the_first_lane_twice():
    task = task_of(read_arguments(["compare", "a", "--self-test", "--lane", "sdk,proxy:m"]))
    assert task.lanes == [LaneText(Path.SDK, "m")]
    lanes = task.plan(READY[:1]).lanes
    assert len(lanes) == 2
    assert lanes[0] == lanes[1]


def test_lanes_of_a_grid_stand_in_the_order_of_the_command_line():
    line = ["compare", "a", "--lane", "sdk,litellm:m", "--lane", "proxy:p"]
    assert task_of(read_arguments(line)).lanes == [
        LaneText(Path.SDK, "m"),
        LaneText(Path.LITELLM, "m"),
        LaneText(Path.PROXY, "p"),
    ]
    with pytest.raises(LaneSyntaxError):
        task_of(read_arguments(["compare", "a", "--lane", "sdk:m,"]))


def test_a_rerun_asks_what_the_record_asked_and_nothing_of_the_defaults(tmp_path):
    lanes = (
        replace(a_lane(), parameters={"temperature": 0.9}, stream=False),
        a_lane("smollm2", Path.PROXY),
    )
    record = a_record(lanes=lanes, rounds=3, mode=Mode.OVERHEAD, seed=5, margin=1.5)
    write_record(tmp_path / "r.json", record)
    task = task_of(read_arguments(["compare", "--rerun", str(tmp_path / "r.json")]))
    assert task.again == record
    assert task.lanes == [LaneText(one.path, one.model, one.base) for one in lanes]
    assert task.plan(READY) == record.plan


@pytest.mark.parametrize("option", ["--rerun", "--against", "--open"])
def test_a_file_that_is_no_record_is_a_usage_error_that_names_the_option(tmp_path, option):
    file = tmp_path / "r.json"
    file.write_text("{}", "utf-8")
    with pytest.raises(UsageError, match=rf"{option}: .*r\.json: "):
        read_option(option, str(file))
    with pytest.raises(UsageError, match=rf"{option}: .*there is no such file"):
        read_option(option, str(tmp_path / "none.json"))
