from pathlib import Path

import pytest

from kit.fault_table import FILE, fault_table
from kit.faults import first_fault
from kit.gateway_faults import GATEWAY_FAULTS
from kit.reported import REPORTED, numbers_of
from kit.runner_faults import RUNNER_FAULTS
from kit.runner_lab import RunnerScenario, RunnerWorld
from kit.runner_operator import carry_out
from quayside.app.core.diagnostics import docker_cli_layer, environment_layer
from quayside.app.core.diagnostics.model import Finding, Status
from quayside.app.core.runner import candidates

MOST_CURES = 4


@pytest.fixture(params=RUNNER_FAULTS, ids=lambda scenario: scenario.name)
def scenario(request: pytest.FixtureRequest) -> RunnerScenario:
    return request.param


@pytest.fixture
def world(scenario: RunnerScenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunnerWorld:
    monkeypatch.setattr(environment_layer, "LOCK", tmp_path / "no-lock")
    monkeypatch.setattr(candidates, "SYSTEM_SOCKET", tmp_path / "docker.sock")
    monkeypatch.setattr(docker_cli_layer, "SYSTEM_FOLDERS", ())
    home = tmp_path / "home"
    home.mkdir()
    return scenario.world(home)


async def test_the_first_fault_that_is_told_is_the_cause(
    scenario: RunnerScenario, world: RunnerWorld
) -> None:
    found = first_fault(await world.findings())
    assert found is not None
    assert (found.check, found.status) == (scenario.check, scenario.status), found
    told = f"{found.summary} {found.cause}"
    assert [word for word in scenario.words if word not in told] == [], told
    assert scenario.cure in found.cure
    assert found.cure


async def test_doing_what_is_said_makes_all_well(
    scenario: RunnerScenario, world: RunnerWorld
) -> None:
    before = first_fault(await world.findings())
    assert before is not None
    if scenario.by_hand is not None:
        scenario.by_hand(world)
    after = await world.findings() if scenario.by_hand else await cured(before, world)
    assert [one for one in after if one.status is Status.FAIL] == []
    (same,) = [one for one in after if one.check == before.check]
    assert same.status in (Status.PASS, Status.SKIP)


async def cured(before: Finding, world: RunnerWorld) -> list[Finding]:
    """One cure may uncover the next fault, which has its own."""
    fault: Finding | None = before
    after: list[Finding] = []
    for _ in range(MOST_CURES):
        if fault is None or (fault.check != before.check and fault.status is Status.WARN):
            break
        carry_out(fault.command, world)
        after = await world.findings()
        fault = first_fault(after)
    return after


async def test_without_a_fault_a_deep_look_finds_none_either(tmp_path: Path) -> None:
    assert first_fault(await RunnerWorld(tmp_path, deep=True).findings()) is None


async def test_without_a_fault_nothing_is_found_and_nothing_is_asked_of_a_model(
    tmp_path: Path,
) -> None:
    healthy = RunnerWorld(tmp_path)
    assert first_fault(await healthy.findings()) is None
    posted = {body for method, _, body in healthy.runner.requests if method == "POST"}
    assert posted <= {b"{}"}


def test_the_table_in_the_documents_is_the_one_that_is_proven() -> None:
    assert FILE.read_text("utf-8") == fault_table()


def test_everything_that_users_reported_is_found_as_some_fault() -> None:
    told = {number for one in (*RUNNER_FAULTS, *GATEWAY_FAULTS) for number in numbers_of(one)}
    assert set(REPORTED) - told == set()


def test_no_scenario_is_told_twice() -> None:
    names = [one.name for one in RUNNER_FAULTS]
    assert len(set(names)) == len(names)
    assert len(names) >= 90
