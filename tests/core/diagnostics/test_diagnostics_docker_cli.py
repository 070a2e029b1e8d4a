from pathlib import Path

import pytest

from kit.diagnosing import subject_of, surroundings_of
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics import docker_cli_layer
from quayside.app.core.diagnostics.engine import run_one
from quayside.app.core.diagnostics.model import Finding, Status

DOCKERS = "http://localhost:12434/engines/llama.cpp"
OTHERS = "http://localhost:22088/engines/llama.cpp"


@pytest.fixture(autouse=True)
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docker_cli_layer, "SYSTEM_FOLDERS", (tmp_path / "system",))
    program(tmp_path / "bin/docker")


def program(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(0o755)
    return place


async def cli(home: Path, base: str = DOCKERS) -> Finding:
    environment = {"HOME": str(home), "PATH": str(home / "bin")}
    subject = subject_of(base=base, environment=environment)
    around = surroundings_of(StrictRunner().answer)
    found = await run_one("environment.docker", subject, surroundings=around)
    assert found is not None
    return found


async def test_without_docker_nothing_is_missed(tmp_path: Path) -> None:
    assert (await cli(tmp_path / "other")).status is Status.PASS


async def test_the_plugin_is_missed_where_dockers_runner_is_used(tmp_path: Path) -> None:
    assert (await cli(tmp_path)).status is Status.WARN
    assert (await cli(tmp_path, OTHERS)).status is Status.PASS
    assert (await cli(tmp_path, "unix:///run/docker.sock:/exp/vDD4.40")).status is Status.WARN


@pytest.mark.parametrize("place", [".docker/cli-plugins/docker-model", "system/docker-model"])
async def test_the_plugin_is_looked_for_where_docker_looks(tmp_path: Path, place: str) -> None:
    program(tmp_path / place)
    assert (await cli(tmp_path)).status is Status.PASS


async def test_a_link_to_nowhere_and_a_file_that_may_not_run_are_no_plugin(tmp_path: Path) -> None:
    program(tmp_path / "system/docker-model").chmod(0o644)
    link = tmp_path / ".docker/cli-plugins/docker-model"
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "gone")
    found = await cli(tmp_path)
    assert found.status is Status.WARN
    assert f"broken link: {link} → {tmp_path / 'gone'}" in [
        f"{item.label}: {item.text}" for item in found.evidence
    ]
