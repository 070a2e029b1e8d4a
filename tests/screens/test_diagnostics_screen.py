from dataclasses import replace

import pytest

from kit.diagnosis_steps import ScriptedDiagnosis, found
from kit.scripted import Gate, a_failure, a_lane
from kit.stories import story
from quayside.app.core.diagnostics.model import Evidence, Finding, Status
from quayside.app.core.lanes import Path
from quayside.app.core.preparation import Preparation
from quayside.app.core.progress import Progress

ROUTE = Finding(
    check="route.engine",
    title="Route of the engine [/x]",
    status=Status.FAIL,
    summary="404 page not found [bold]",
    evidence=(Evidence("POST", "http://localhost:12434/engines/llama.cpp [/engines]"),),
    cause="The base has no /v1.",
    cure="Add /v1.",
    command="export DOCKER_MODEL_RUNNER_API_BASE=http://localhost:12434/engines/llama.cpp/v1",
)
SETTINGS = Finding(check="settings.base", title="Settings", status=Status.PASS, summary="fine")
KEY = Finding(check="auth.key", title="Key", status=Status.SKIP, summary="needs a route")
ALIVE = Finding(check="proxy.alive", title="Alive", status=Status.PASS, summary="it lives")
FINDINGS = (SETTINGS, ROUTE, KEY)


def names(told):
    return [row.name for row in told.screen.findings.rows]


def statuses(told):
    return [row.status for row in told.screen.findings.rows]


async def test_all_checks_are_listed_at_once_and_each_is_told_as_it_begins_and_ends():
    gate = Gate()
    script = found(*FINDINGS, gate=gate)
    async with story(diagnose=script.diagnose) as told:
        await told.press("f4")
        await gate.reached.wait()
        await told.pilot.pause()
        assert statuses(told) == ["run", "wait", "wait"]
        text = told.text()
        assert "◌ run  settings    Settings" in text
        assert "· wait route       Route of the engine [/x]" in text
        assert "◌ 0 of 3 checks, sdk · ai/smollm2 at localhost:12434" in text
        assert "is being looked at" in text
        gate.open()
        await told.settle()
        assert statuses(told) == ["pass", "fail", "skip"]
        assert script.asked == [(2, False, "")]


async def test_the_first_failure_stands_on_top_with_cause_and_cure_and_under_the_cursor():
    warned = replace(SETTINGS, status=Status.WARN, summary="hm")
    async with story(diagnose=found(warned, ROUTE, KEY).diagnose) as told:
        await told.press("f4")
        await told.settle()
        lines = told.text().splitlines()
        assert lines[0].strip() == "✗ Route of the engine [/x]: 404 page not found [bold]"
        assert lines[1].strip() == "cause The base has no /v1."
        assert lines[2].strip() == "cure  Add /v1."
        assert told.screen.findings.current == "route.engine"
        assert "1 fail · 1 warn · 1 skip" in told.text()


async def test_without_a_failure_the_first_warning_is_opened():
    warning = replace(ROUTE, status=Status.WARN)
    async with story(diagnose=found(SETTINGS, warning, KEY).diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert told.screen.findings.current == "route.engine"
        assert told.text().splitlines()[0].strip().startswith("! Route of the engine")


async def test_when_all_is_well_the_verdict_says_so():
    async with story(diagnose=found(SETTINGS, ALIVE).diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert "✓ nothing is wrong: 2 checks passed in 0.0 s" in told.text()


async def test_findings_stand_under_what_they_look_at():
    async with story(diagnose=found(ALIVE, *FINDINGS).diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert names(told) == ["settings.base", "route.engine", "auth.key", "proxy.alive"]
        lines = [line[1:50].strip() for line in told.text().splitlines()]
        assert lines.index("Engine") < lines.index("Proxy")
        assert lines[lines.index("Proxy") + 1] == "✓ pass proxy       Alive"


async def test_the_cursor_passes_over_headings():
    async with story(diagnose=found(*FINDINGS, ALIVE).diagnose) as told:
        await told.press("f4")
        await told.settle()
        for key, name in (("g", "settings.base"), ("G", "proxy.alive"), ("k", "auth.key")):
            await told.press(key)
            assert told.screen.findings.current == name
        await told.press("j")
        assert told.screen.findings.current == "proxy.alive"
        assert "it lives" in told.text()


async def test_a_reader_who_has_moved_is_left_where_he_is():
    gate = Gate()
    async with story(diagnose=found(SETTINGS, ALIVE, ROUTE, gate=gate).diagnose) as told:
        await told.press("f4")
        await gate.reached.wait()
        await told.pilot.pause()
        await told.press("G")
        gate.open()
        await told.settle()
        assert told.screen.findings.current == "proxy.alive"


async def test_one_check_is_asked_again_and_all_others_stand():
    broken = [True]

    def find(_lanes):
        good = replace(ROUTE, status=Status.PASS, summary="it answers now")
        return (SETTINGS, ROUTE if broken[0] else good, KEY)

    script = ScriptedDiagnosis(find)
    async with story(diagnose=script.diagnose) as told:
        await told.press("f4")
        await told.settle()
        broken[0] = False
        await told.press("r")
        await told.settle()
        assert [only for _, _, only in script.asked] == ["", "route.engine"]
        assert statuses(told) == ["pass", "pass", "skip"]
        assert told.screen.findings.current == "route.engine"
        assert "it answers now" in told.text()


async def test_all_checks_run_again_and_deeper():
    script = found(*FINDINGS)
    async with story(diagnose=script.diagnose) as told:
        await told.press("f4")
        await told.settle()
        for key in ("R", "d"):
            await told.press(key)
            await told.settle()
        assert [deep for _, deep, _ in script.asked] == [False, False, True]
        assert len(names(told)) == 3


async def test_faults_are_shown_alone_and_all_again():
    async with story(diagnose=found(*FINDINGS).diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("f")
        assert names(told) == ["route.engine"]
        assert "Faults alone" in told.text()
        await told.press("f")
        assert len(names(told)) == 3
        assert told.screen.findings.current == "route.engine"


async def test_a_fault_that_is_asked_again_stays_where_it_is_among_the_faults():
    gate = Gate()
    script = found(*FINDINGS)
    async with story(diagnose=script.diagnose) as told:
        await told.press("f4")
        await told.settle()
        await told.press("f")
        script.gate = gate
        await told.press("r")
        await gate.reached.wait()
        await told.pilot.pause()
        assert [(row.name, row.status) for row in told.screen.findings.rows] == [
            ("route.engine", "run")
        ]
        gate.open()
        await told.settle()
        assert statuses(told) == ["fail"]


async def test_a_lane_that_is_not_ready_is_looked_at_when_it_is():
    gate = Gate()

    async def steps():
        yield Progress("proxy", "installing LiteLLM, 61 of 118")
        await gate.passed()

    proxy = Preparation(
        name="proxy",
        title="LiteLLM Proxy",
        steps=steps,
        holds=lambda lane: lane.path is Path.PROXY and not lane.base,
        settle=lambda lane: replace(lane, base="http://localhost:4000"),
    )
    script = found(SETTINGS)
    open_lane = replace(a_lane("smollm2", Path.PROXY), base="")
    lanes = [a_lane(), open_lane]
    async with story(lanes=lanes, preparations=[proxy], diagnose=script.diagnose) as told:
        await told.press("f4")
        await told.pilot.pause()
        assert script.asked == [(1, False, "")]
        assert "proxy · smollm2 is looked at when it is ready: installing LiteLLM" in told.text()
        gate.open()
        await told.settle()
        assert script.asked[-1] == (2, False, "")
        assert "is looked at when" not in told.text()


async def test_a_lane_that_never_will_be_ready_is_a_finding():
    async def steps():
        yield a_failure()

    runner = Preparation(
        name="runner", title="Runner", steps=steps, holds=lambda lane: lane.path is Path.SDK
    )
    async with story(preparations=[runner], diagnose=found(ALIVE).diagnose) as told:
        await told.pilot.pause()
        await told.press("f4")
        await told.settle()
        assert names(told) == ["preparation.sdk", "proxy.alive"]
        assert "Nothing listens on localhost:22088" in told.text().splitlines()[0]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_footer_has_room_for_all_that_can_be_done(size):
    async with story(size=size, diagnose=found(*FINDINGS).diagnose) as told:
        await told.press("f4")
        await told.settle()
        footer = told.text().splitlines()[-1]
        assert "c Copy r Again m Report" in footer
        assert footer.rstrip().endswith("^p Palette")
        assert "Apply" not in footer
