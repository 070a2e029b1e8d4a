import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from quayside.app.core.runner import candidates
from quayside.app.core.runner.docker_hosts import docker_here, docker_host


@pytest.fixture(autouse=True)
def no_socket_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "SYSTEM_SOCKET", tmp_path / "docker.sock")


def context(folder: Path, name: str, host: object) -> None:
    digest = sha256(name.encode()).hexdigest()
    place = folder / "contexts/meta" / digest
    place.mkdir(parents=True)
    text = f'{{"Endpoints": {{"docker": {{"Host": "{host}"}}}}}}'
    (place / "meta.json").write_text(text)


def test_a_variable_goes_before_the_context_in_use(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path)}
    folder = tmp_path / ".docker"
    context(folder, "box", "ssh://me@box/run/docker.sock")
    assert docker_host(environment) == ""
    (folder / "config.json").write_text('{"currentContext": "box"}')
    assert docker_here(environment).remote == "me@box"
    assert docker_host({**environment, "DOCKER_HOST": "tcp://other:2375"}) == "tcp://other:2375"
    assert docker_host({**environment, "DOCKER_CONTEXT": "default"}) == ""
    assert docker_host({**environment, "DOCKER_CONTEXT": "gone"}) == ""


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"currentContext": 3}', '{"currentContext": "box"}']
)
def test_files_of_another_shape_name_no_docker(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text)
    assert docker_host({"DOCKER_CONFIG": str(tmp_path)}) == ""
    assert docker_host({}) == ""


@pytest.mark.skipif(not hasattr(os, "mknod"), reason="needs unix sockets")
def test_an_engines_socket_alone_is_told_from_desktops(tmp_path: Path) -> None:
    home = tmp_path / "home"
    own = home / ".docker/run/docker.sock"
    own.parent.mkdir(parents=True)
    environment = {"HOME": str(home)}
    assert not docker_here(environment).engine_alone
    os.mknod(tmp_path / "docker.sock", stat.S_IFSOCK | 0o600)
    assert docker_here(environment).engine_alone
    os.mknod(own, stat.S_IFSOCK | 0o600)
    assert not docker_here(environment).engine_alone
