import json
import socket
from pathlib import Path

import pytest

from quayside.app.core.runner.candidates import candidates
from quayside.app.core.wire.address import parse_engine_base, place_of

USUAL = [
    "http://localhost:12434",
    "http://localhost:22088",
    "http://localhost:4000",
    "http://localhost:11434",
]


@pytest.fixture(autouse=True)
def no_docker_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("quayside.app.core.runner.candidates.SYSTEM_SOCKET", tmp_path / "none.sock")


def bases(environment: dict[str, str], in_container: bool = False) -> list[str]:
    return [one.base for one in candidates(environment, in_container=in_container)]


def write_contexts(home: Path, document: object) -> None:
    folder = home / ".docker" / "model"
    folder.mkdir(parents=True)
    (folder / "contexts.json").write_text(json.dumps(document), "utf-8")


def test_without_any_setting_the_usual_ports_are_asked() -> None:
    assert bases({}) == USUAL


def test_variables_come_first_and_say_so() -> None:
    environment = {
        "MODEL_RUNNER_HOST": "gpu-box:12434",
        "QUAYSIDE_BASE": "http://a/engines/vllm",
        "LITELLM_PROXY_API_BASE": "http://b:4000",
        "DOCKER_MODEL_RUNNER_API_BASE": "  ",
    }
    found = candidates(environment, in_container=False)
    assert [(one.base, one.source) for one in found[:3]] == [
        ("http://a/engines/vllm", "environment QUAYSIDE_BASE"),
        ("http://gpu-box:12434", "environment MODEL_RUNNER_HOST"),
        ("http://b:4000", "environment LITELLM_PROXY_API_BASE"),
    ]
    secure = {"MODEL_RUNNER_HOST": "gpu-box:12444", "MODEL_RUNNER_TLS": "true"}
    assert bases(secure)[0] == "https://gpu-box:12444"


def test_composes_pair_of_variables_is_known() -> None:
    url = "http://model-runner.docker.internal/engines/v1/"
    assert bases({"LLM_URL": url, "LLM_MODEL": "ai/smollm2"})[0] == url
    assert bases({"LLM_URL": url}) == USUAL
    assert bases({"APP_URL": "http://shop.example", "APP_MODEL": "x"}) == USUAL


def test_the_active_docker_context_is_asked(tmp_path: Path) -> None:
    contexts = {"gpu": {"host": "http://192.168.1.100:12434"}, "other": {"host": "http://x"}}
    write_contexts(tmp_path, {"version": 1, "current": "gpu", "contexts": contexts})
    found = candidates({"HOME": str(tmp_path)}, in_container=False)
    assert found[0].base == "http://192.168.1.100:12434"
    assert found[0].source == "docker model context gpu"


@pytest.mark.parametrize(
    "document",
    [[], {"current": "a"}, {"current": "a", "contexts": []}, {"current": 1, "contexts": {}}],
)
def test_a_context_file_of_another_shape_is_passed_over(tmp_path: Path, document: object) -> None:
    write_contexts(tmp_path, document)
    assert bases({"HOME": str(tmp_path)}) == USUAL


def test_a_broken_context_file_is_passed_over(tmp_path: Path) -> None:
    write_contexts(tmp_path, {})
    (tmp_path / ".docker/model/contexts.json").write_bytes(b"\xff{")
    assert bases({"HOME": str(tmp_path)}) == USUAL


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs unix sockets")
def test_docker_desktops_socket_is_asked_where_it_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".docker/run").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(".docker/run/docker.sock")
        found = bases({"HOME": str(tmp_path)})
    assert found == [f"unix://{tmp_path}/.docker/run/docker.sock:/exp/vDD4.40", *USUAL]


def test_containers_have_two_more_places() -> None:
    inside = bases({}, in_container=True)
    assert "http://model-runner.docker.internal" in inside
    assert "http://172.17.0.1:12434" in inside


def test_each_listener_is_asked_once_whatever_it_is_called() -> None:
    found = bases({"MODEL_RUNNER_HOST": "127.0.0.1:12434", "QUAYSIDE_BASE": "ftp://no"})
    assert found == ["http://127.0.0.1:12434", *USUAL[1:]]


def test_a_place_is_the_origin_or_the_socket() -> None:
    one = place_of(parse_engine_base("http://localhost:12434/engines/vllm"))
    assert one == place_of(parse_engine_base("http://[::1]:12434"))
    assert one != place_of(parse_engine_base("http://localhost:12435"))
    socket_place = place_of(parse_engine_base("unix:///run/a.sock:/exp/vDD4.40"))
    assert socket_place != place_of(parse_engine_base("unix:///run/a.sock"))
