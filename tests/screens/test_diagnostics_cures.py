from dataclasses import replace

import pytest

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

RIGHT = "http://localhost:12434/engines/vllm"
GOOD = Finding(check="settings.base", title="Base", status=Status.PASS, summary="fine")
HOSTILE = "[/x] \x1b[31m404"


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


def diagnosing(*findings):
    """Well once the engine's lane has the right base."""

    async def diagnose(lanes, _deep):
        well = any(lane.base == RIGHT for lane in lanes)
        for finding in findings:
            yield replace(finding, status=Status.PASS, summary="fine") if well else finding

    return diagnose


async def test_a_cure_in_our_own_hands_is_applied_and_turns_the_check_green():
    bad = wrong(Change("api_base", RIGHT))
    async with story(diagnose=diagnosing(GOOD, bad)) as told:
        await told.press("f4")
        await told.settle()
        assert told.screen.findings.highlighted == 1
        await told.press("a")
        await told.settle()
        sdk, proxy = told.app.desk.lanes.values()
        assert sdk.base == RIGHT
        assert proxy.base == TWO_LANES[1].base
        text = told.text()
        assert "✓ 2 passed" in text
        assert "export" in text
        assert f"QUAYSIDE_BASE={RIGHT}" in text.replace("\n", "")


async def test_a_changed_base_gets_its_own_key_and_never_the_one_before():
    lane = replace(a_lane(), key=Secret("sk-of-the-old-base"))
    bad = wrong(Change("api_base", RIGHT))
    async with story(lanes=[lane], diagnose=diagnosing(bad)) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        (changed,) = told.app.desk.lanes.values()
        assert (changed.base, changed.key.reveal()) == (RIGHT, "")


async def test_a_changed_model_leaves_the_proxys_alias_alone():
    bad = wrong(Change("model", "ai/qwen3"))
    async with story(diagnose=diagnosing(bad)) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        await told.settle()
        assert [lane.model for lane in told.app.desk.lanes.values()] == ["ai/qwen3", "smollm2"]


async def test_a_cure_for_others_is_not_applied_but_can_be_copied():
    bad = replace(wrong(), command="docker model pull ai/qwen3")
    async with story(diagnose=diagnosing(bad)) as told:
        await told.press("f4")
        await told.settle()
        await told.press("a")
        assert "not in Quayside's hands" in told.text()
        await told.press("c")
        assert told.copied == ["docker model pull ai/qwen3"]


async def test_one_check_is_asked_again_alone():
    asked: list[str] = []

    async def recheck(name, _lanes):
        asked.append(name)
        return replace(wrong(), status=Status.PASS, summary="it answers now")

    async with story(diagnose=diagnosing(GOOD, wrong()), recheck=recheck) as told:
        await told.press("f4")
        await told.settle()
        await told.press("t")
        await told.settle()
        assert asked == ["route.engine"]
        assert "it answers now" in told.text()
        assert "✓ 2 passed" in told.text()


async def test_faults_are_shown_alone_and_all_again():
    async with story(diagnose=diagnosing(GOOD, wrong())) as told:
        await told.press("f4")
        await told.settle()
        await told.press("f")
        assert [row.title for row in told.screen.findings.rows] == ["Route"]
        await told.press("f")
        assert [row.title for row in told.screen.findings.rows] == ["Base", "Route"]


async def test_what_was_found_is_opened_as_a_lane():
    offers = (Offer("sdk:ai/qwen3@http://gpu:12434", "qwen3, Docker Model Runner on gpu"),)
    found = replace(GOOD, check="discovery.servers", title="Servers", offers=offers)
    async with story(lanes=[a_lane()], diagnose=diagnosing(found)) as told:
        await told.press("f4")
        await told.settle()
        assert "qwen3, Docker Model Runner on gpu" in told.text()
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


async def test_the_whole_report_is_copied():
    kit = {"report": lambda findings: f"# {len(findings)} findings"}
    async with story(diagnose=diagnosing(GOOD, wrong()), **kit) as told:
        await told.press("f4")
        await told.settle()
        await told.press("m")
        assert told.copied == ["# 2 findings"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_evidence_is_read_plain_and_the_footer_fits(size):
    async with story(size=size, diagnose=diagnosing(GOOD, wrong())) as told:
        await told.press("f4")
        await told.settle()
        await told.press("enter")
        text = told.text()
        assert "[/x] ␛[31m404" in text
        assert "\x1b" not in text
        footer = text.split("\n")[-1]
        assert "a Apply c Copy r Again d Deep" in footer
        assert "Palette" in footer
