from pathlib import Path

import pytest

from kit.faults import first_fault
from kit.gateway_faults import GATEWAY_FAULTS
from kit.gateway_lab import GatewayScenario, GatewayWorld
from kit.gateway_operator import carry_out
from quayside.app.core.diagnostics import environment_layer
from quayside.app.core.diagnostics.model import Status

MOST_CURES = 4


@pytest.fixture(params=GATEWAY_FAULTS, ids=lambda scenario: scenario.name)
def scenario(request: pytest.FixtureRequest) -> GatewayScenario:
    return request.param


@pytest.fixture
def world(
    scenario: GatewayScenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> GatewayWorld:
    made = scenario.world(tmp_path)
    monkeypatch.setattr(environment_layer, "LOCK", tmp_path / "no-lock")
    return made


async def test_the_first_fault_that_is_told_is_the_cause(
    scenario: GatewayScenario, world: GatewayWorld
) -> None:
    found = first_fault(await world.findings())
    assert found is not None
    assert (found.check, found.status) == (scenario.check, scenario.status)
    told = f"{found.summary} {found.cause}"
    assert [word for word in scenario.words if word not in told] == [], told
    assert found.evidence or found.cure
    assert found.cure


async def test_doing_what_is_said_makes_all_well(
    scenario: GatewayScenario, world: GatewayWorld
) -> None:
    before = first_fault(await world.findings())
    assert before is not None
    fault = before
    for _ in range(MOST_CURES):
        carry_out(fault.command, world)
        after = await world.findings()
        again = first_fault(after)
        if again is None or (again.status is Status.WARN and again.check != before.check):
            break
        fault = again
    failing = [one for one in after if one.status is Status.FAIL]
    assert failing == []
    (same,) = [one for one in after if one.check == before.check]
    assert same.status in (Status.PASS, Status.SKIP)


async def test_without_a_fault_nothing_is_found(tmp_path: Path) -> None:
    healthy = GatewayWorld(tmp_path, configured=True, deep=True)
    healthy.serve()
    assert first_fault(await healthy.findings()) is None
    assert "/health" not in {path for _, path in healthy.running.requests}


def test_no_scenario_is_told_twice() -> None:
    names = [one.name for one in GATEWAY_FAULTS]
    assert len(set(names)) == len(names)
    assert len(names) >= 40
