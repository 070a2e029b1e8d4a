from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kit import gateway_operator, runner_operator
from kit.fault_table import FILE, fault_table
from kit.faults import Scenario, first_fault
from kit.gateway_faults import GATEWAY_FAULTS
from kit.reported import REPORTED, numbers_of
from kit.runner_faults import RUNNER_FAULTS
from quayside.app.core.diagnostics import docker_cli_layer, environment_layer
from quayside.app.core.diagnostics.model import Finding, Status
from quayside.app.core.runner import candidates

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
FAULTS = (*RUNNER_FAULTS, *GATEWAY_FAULTS)
MOST_CURES = 4


class Story(NamedTuple):
    scenario: Scenario[Any]
    world: Any
    carry_out: Callable[[str, Any], None]


@pytest.fixture(params=FAULTS, ids=lambda scenario: scenario.name)
def story(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(environment_layer, "LOCK", tmp_path / "no-lock")
    monkeypatch.setattr(candidates, "SYSTEM_SOCKET", tmp_path / "docker.sock")
    monkeypatch.setattr(docker_cli_layer, "SYSTEM_FOLDERS", ())
    home = tmp_path / "home"
    home.mkdir()
    operator = runner_operator if request.param in RUNNER_FAULTS else gateway_operator
    return Story(request.param, request.param.world(home), operator.carry_out)


async def test_the_first_fault_that_is_told_is_the_cause(story: Story) -> None:
    scenario, found = story.scenario, first_fault(await story.world.findings())
    assert found is not None
    assert (found.check, found.status) == (scenario.check, scenario.status), found
    told = f"{found.summary} {found.cause}"
    assert [word for word in scenario.words if word not in told] == [], told
    assert scenario.cure in found.cure
    assert found.cure


async def test_doing_what_is_said_makes_all_well(story: Story) -> None:
    before = first_fault(await story.world.findings())
    assert before is not None
    if story.scenario.by_hand is None:
        after = await cured(before, story)
    else:
        story.scenario.by_hand(story.world)
        after = await story.world.findings()
    assert [one for one in after if one.status is Status.FAIL] == []
    (same,) = [one for one in after if one.check == before.check]
    assert same.status in (Status.PASS, Status.SKIP)


async def cured(before: Finding, story: Story) -> list[Finding]:
    """One cure may uncover the next fault, which has its own."""
    fault: Finding | None = before
    after: list[Finding] = []
    for _ in range(MOST_CURES):
        if fault is None or (fault.check != before.check and fault.status is Status.WARN):
            break
        story.carry_out(fault.command, story.world)
        after = await story.world.findings()
        fault = first_fault(after)
    return after


def test_the_documents_tell_what_is_proven() -> None:
    assert FILE.read_text("utf-8") == fault_table()
    assert f"{len(FAULTS)} faults" in CHANGELOG.read_text("utf-8")


def test_everything_that_users_reported_is_found_as_some_fault() -> None:
    told = {number for one in FAULTS for number in numbers_of(one)}
    assert set(REPORTED) - told == set()


def test_no_scenario_is_told_twice() -> None:
    names = [one.name for one in FAULTS]
    assert len(set(names)) == len(names)
    assert len(names) >= 140
