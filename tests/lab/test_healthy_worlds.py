from pathlib import Path

import pytest

from kit.faults import first_fault
from kit.gateway_lab import GatewayWorld
from kit.runner_lab import RunnerWorld
from quayside.app.core.diagnostics import docker_cli_layer


@pytest.fixture(autouse=True)
def no_folders_of_docker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docker_cli_layer, "SYSTEM_FOLDERS", ())


async def test_without_a_fault_a_deep_look_finds_none_either(tmp_path: Path) -> None:
    assert first_fault(await RunnerWorld(tmp_path, deep=True).findings()) is None


async def test_without_a_fault_nothing_is_found_and_nothing_is_asked_of_a_model(
    tmp_path: Path,
) -> None:
    healthy = RunnerWorld(tmp_path)
    assert first_fault(await healthy.findings()) is None
    posted = {body for method, _, body in healthy.runner.requests if method == "POST"}
    assert posted <= {b"{}"}


async def test_without_a_fault_of_a_proxy_nothing_is_found(tmp_path: Path) -> None:
    healthy = GatewayWorld(tmp_path, configured=True, deep=True)
    healthy.serve()
    assert first_fault(await healthy.findings()) is None
    assert "/health" not in {path for _, path in healthy.running.requests}
