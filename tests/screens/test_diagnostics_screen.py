from dataclasses import replace

from kit.scripted import Gate, ScriptedSource
from kit.stories import story
from quayside.app.core.diagnostics.model import Evidence, Finding, Status

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
FINDINGS = [
    Finding(check="settings.base", title="Settings", status=Status.PASS, summary="fine"),
    ROUTE,
    Finding(check="auth.key", title="Key", status=Status.SKIP, summary="needs a route"),
]


def diagnosing(asked, gate=None):
    async def diagnose(lanes, deep):
        asked.append((len(lanes), deep))
        for finding in FINDINGS:
            yield finding
            if gate is not None:
                await gate.passed()

    return diagnose


async def test_findings_come_live_and_the_first_failure_is_opened():
    asked: list[tuple[int, bool]] = []
    gate = Gate()
    async with story(diagnose=diagnosing(asked, gate)) as told:
        await told.press("f4")
        await gate.reached.wait()
        await told.pilot.pause(0.1)
        assert "✓ pass settings    Settings" in told.text()
        assert "Key" not in told.text().splitlines()[4]
        gate.open()
        await told.settle()
        text = told.text()
        assert "✗ fail route       Route of the engine [/x]" in text
        assert "404 page not found [bold]" in text
        assert "Add /v1." in text
        assert "✗ 1 passed, 1 failed, 1 not asked · Route of the engine [/x]: 404" in text
        assert asked == [(2, False)]


async def test_the_cure_is_copied():
    async with story(diagnose=diagnosing([])) as told:
        await told.press("f4")
        await told.settle()
        await told.press("c")
        assert told.copied == [ROUTE.command]


async def test_checks_run_again_and_deeper():
    asked: list[tuple[int, bool]] = []
    async with story(ScriptedSource(), diagnose=diagnosing(asked)) as told:
        await told.press("f4")
        await told.settle()
        await told.press("r")
        await told.settle()
        await told.press("d")
        await told.settle()
        assert asked == [(2, False), (2, False), (2, True)]
        assert len(told.screen.findings.rows) == 3


async def test_enter_goes_into_the_detail_and_the_list_moves_by_letters():
    async with story(size=(80, 24), diagnose=diagnosing([])) as told:
        await told.press("f4")
        await told.settle()
        await told.press("g")
        assert "fine" in told.text()
        await told.press("j", "enter")
        assert told.screen.focused is told.screen.detail


async def test_without_a_failure_the_first_warning_is_opened():
    warning = replace(ROUTE, status=Status.WARN)

    async def diagnose(_lanes, _deep):
        for finding in (FINDINGS[0], warning, FINDINGS[2]):
            yield finding

    async with story(diagnose=diagnose) as told:
        await told.press("f4")
        await told.settle()
        assert told.screen.findings.highlighted == 1
        assert "! 1 passed, 1 to note, 1 not asked · Route" in told.text()
