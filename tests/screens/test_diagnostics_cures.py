from dataclasses import replace
from pathlib import Path as File

import pytest

from kit.diagnosis_steps import ScriptedDiagnosis, found
from kit.scripted import a_lane
from kit.stories import TWO_LANES, story
from quayside.app.core.diagnostics.model import (
    Change,
    Evidence,
    Finding,
    Offer,
    Status,
    command_of,
)
from quayside.app.core.lanes import Path
from quayside.app.core.secret import Secret
from quayside.app.core.settings import Setting, Settings
from quayside.app.core.settings_holder import SettingsHolder

RIGHT = "http://localhost:12434/engines/vllm"
GOOD = Finding(check="settings.base", title="Base", status=Status.PASS, summary="fine")
HOSTILE = "[/x] \x1b[31m404\u202e"
OFFERED = replace(
    GOOD,
    check="discovery.servers",
    title="Servers",
    offers=(Offer("sdk:ai/qwen3@http://gpu:12434", "qwen3 [/b], Docker Model Runner on gpu"),),
)


def wrong(*changes):
    return Finding(
        check="route.engine",
        title="Route",
        status=Status.FAIL,
        summary="the runner has no engine 'vlm'",
        evidence=(Evidence("answer", HOSTILE),),
        cure="Name an engine that it has.",
        command=command_of(changes),
        changes=changes,
    )


BAD_BASE = wrong(Change("api_base", RIGHT))


def cured(*findings):
    """Well once a lane has the right base."""

    def find(lanes):
        well = any(lane.base == RIGHT for lane in lanes)
        return [
            replace(one, status=Status.PASS, summary="fine", changes=(), command="")
            if well
            else one
            for one in findings
        ]

    return ScriptedDiagnosis(find)


def holder(tmp_path: File, source: str = "default") -> SettingsHolder:
    settings = Settings(api_base=Setting(TWO_LANES[0].base, source))
    return SettingsHolder(settings, tmp_path / "config.yaml")


async def test_a_cure_in_our_own_hands_is_applied_and_turns_the_check_green():
    async with story(diagnose=cured(GOOD, BAD_BASE).diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert "a applies · c copies" in told.text()
        await told.press("a")
        await told.settle()
        sdk, proxy = told.app.desk.lanes.values()
        assert sdk.base == RIGHT
        assert proxy.base == TWO_LANES[1].base
        text = told.text()
        assert "nothing is wrong" in text
        assert f"✎ changed for this session (w keeps it): api_base is {RIGHT}" in text
        assert told.screen.findings.current == "route.engine"


async def test_lanes_with_other_settings_of_their_own_are_left_alone():
    other = a_lane(base="http://other:1/engines/llama.cpp")
    real = a_lane(path=Path.LITELLM)
    async with story(lanes=[a_lane(), other, real], diagnose=cured(BAD_BASE).diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        bases = [lane.base for lane in told.app.desk.lanes.values()]
        assert bases == [RIGHT, other.base, f"{RIGHT}/v1"]


async def test_a_changed_base_gets_its_own_key_and_never_the_one_before():
    lane = replace(a_lane(), key=Secret("sk-of-the-old-base"))
    async with story(lanes=[lane], diagnose=cured(BAD_BASE).diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        (changed,) = told.app.desk.lanes.values()
        assert (changed.base, changed.key.reveal()) == (RIGHT, "")


async def test_a_changed_model_leaves_the_proxys_alias_alone():
    async with story(diagnose=found(wrong(Change("model", "ai/qwen3"))).diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        assert [lane.model for lane in told.app.desk.lanes.values()] == ["ai/qwen3", "smollm2"]


async def test_what_was_changed_is_written_into_config_yaml_where_that_has_the_last_word(tmp_path):
    held = holder(tmp_path)
    async with story(diagnose=cured(GOOD, BAD_BASE).diagnose, holder=held) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        assert held.settings.api_base.value == RIGHT
        await told.press("w")
        assert "It came from: default" in told.text()
        await told.press("down", "enter")
        await told.settle()
        assert held.file.read_text() == f'api_base: "{RIGHT}"\n'
        assert "kept in" in told.text()
        assert "w keeps it" not in told.text()


async def test_what_a_variable_would_win_over_is_kept_as_a_line_for_the_shell(tmp_path):
    held = holder(tmp_path, "environment QUAYSIDE_BASE")
    async with story(diagnose=cured(BAD_BASE).diagnose, holder=held) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        await told.press("w")
        text = told.text()
        assert "It came from: environment QUAYSIDE_BASE" in text
        assert "Write it into" not in text
        await told.press("enter")
        assert told.copied == [f"export QUAYSIDE_BASE={RIGHT}"]
        assert not held.file.exists()


async def test_a_config_yaml_that_cannot_be_written_is_said_and_left_alone(tmp_path):
    held = holder(tmp_path)
    held.file.write_text("{theme: t}\n")
    async with story(diagnose=cured(BAD_BASE).diagnose, holder=held) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        await told.press("w", "down", "enter")
        assert "not kept" in told.text()
        assert held.file.read_text() == "{theme: t}\n"


async def test_a_cure_for_others_is_copied_and_offers_nothing_to_apply():
    bad = replace(wrong(), command="docker model pull ai/qwen3")
    script = found(bad)
    async with story(diagnose=script.diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        assert len(script.asked) == 1
        await told.press("c")
        assert told.copied == ["docker model pull ai/qwen3"]


async def test_what_was_found_is_opened_as_a_lane():
    async with story(lanes=[a_lane()], diagnose=found(OFFERED).diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert "qwen3 [/b], Docker Model Runner on gpu" in told.text()
        await told.press("o")
        await told.press("enter")
        await told.press("f2")
        await told.pilot.pause()
        assert len(told.panes) == 2
        added = list(told.app.desk.lanes.values())[-1]
        assert (added.path, added.model, added.base) == (Path.SDK, "ai/qwen3", "http://gpu:12434")
        await told.send("hello")
        await told.settle()
        assert told.sources()[1]


async def test_the_whole_report_is_copied_also_what_is_filtered_out():
    script = found(GOOD, BAD_BASE)
    async with story(diagnose=script.diagnose, report=script.report) as told:
        await told.press("f4")
        await told.settle()
        await told.press("f", "m")
        assert told.copied == ["# 2 findings"]
        assert script.reported == ["settings.base", "route.engine"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_evidence_is_read_plain_by_keys_and_the_footer_fits(size):
    long = Evidence("answer", "\n".join(f"line {number} {HOSTILE}" for number in range(60)))
    bad = replace(BAD_BASE, evidence=(long,), offers=OFFERED.offers)
    async with story(size=size, diagnose=found(GOOD, bad).diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("enter")
        assert "line 0 [/x] ␛[31m404‹202E›" in told.text()
        assert "\x1b" not in told.text()
        await told.press("G")
        assert "route.engine" in told.text()
        footer = told.text().splitlines()[-1]
        assert "a Apply o Open c Copy r Again m Report" in footer
        assert footer.rstrip().endswith("^p Palette")
        await told.press("escape", "k")
        assert told.screen.findings.current == "settings.base"
