import asyncio
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Never

import httpx
import pytest

from kit.diagnosing import all_findings, listening, subject_of, surroundings_of
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.engine import diagnose, run_one
from quayside.app.core.diagnostics.model import Finding, Status, Subject
from quayside.app.core.diagnostics.site import Limits, Surroundings


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


async def ask(
    name: str, subject: Subject, surroundings: Surroundings | None = None, answer: float = 1.0
) -> Finding:
    limits = Limits(answer=answer, search=0.2)
    around = surroundings or surroundings_of(refuse)
    found = await run_one(name, subject, limits=limits, surroundings=around)
    assert found is not None
    return found


async def test_a_refused_port_says_so_and_how_to_open_the_runners() -> None:
    port = free_port()
    found = await ask("network.connection", subject_of(base=f"http://127.0.0.1:{port}"))
    assert found.status is Status.FAIL
    assert found.summary == f"nothing listens on 127.0.0.1:{port}"
    assert "ECONNREFUSED" in found.evidence[0].text
    assert found.command == "docker desktop enable model-runner --tcp 12434"


async def test_another_runner_that_answers_is_offered_instead() -> None:
    runner = StrictRunner()

    def answer(request: httpx.Request) -> httpx.Response:
        return runner.answer(request) if request.url.port == 12434 else refuse(request)

    subject = subject_of(base=f"http://127.0.0.1:{free_port()}")
    found = await ask("network.connection", subject, surroundings_of(answer))
    assert found.status is Status.FAIL
    assert found.evidence[1].text == "Docker Model Runner on localhost:12434"
    assert found.command == "export QUAYSIDE_BASE=http://localhost:12434/engines/llama.cpp"


@pytest.mark.parametrize(
    ("there", "port"),
    [("docker.io/ai/smollm2:latest", 22088), ("docker.io/ai/gemma3:latest", 12434)],
)
async def test_of_two_runners_the_one_with_the_model_is_offered(there: str, port: int) -> None:
    runners = {
        12434: StrictRunner(models=["docker.io/ai/qwen3:latest"]),
        22088: StrictRunner(models=[there]),
    }

    def answer(request: httpx.Request) -> httpx.Response:
        runner = runners.get(request.url.port or 80)
        return runner.answer(request) if runner else refuse(request)

    subject = subject_of(base=f"http://127.0.0.1:{free_port()}")
    found = await ask("network.connection", subject, surroundings_of(answer))
    assert [one.value for one in found.changes] == [f"http://localhost:{port}/engines/llama.cpp"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs unix sockets")
async def test_a_desktop_that_keeps_its_port_closed_is_found_by_its_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = StrictRunner()

    def answer(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not path.startswith("/exp/vDD4.40"):
            return refuse(request)
        request.url = request.url.copy_with(path=path.removeprefix("/exp/vDD4.40"))
        return runner.answer(request)

    (tmp_path / ".docker/run").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(".docker/run/docker.sock")
        subject = subject_of(
            base=f"http://127.0.0.1:{free_port()}", environment={"HOME": str(tmp_path)}
        )
        found = await ask("network.connection", subject, surroundings_of(answer))
    assert "Docker Desktop" in found.cure
    assert found.command == "docker desktop enable model-runner --tcp 12434"


async def test_a_missing_unix_socket_fails(tmp_path: Path) -> None:
    subject = subject_of(base=f"unix://{tmp_path}/no.sock:/exp/vDD4.40")
    found = await ask("network.connection", subject)
    assert found.status is Status.FAIL
    assert "ENOENT" in found.evidence[0].text


@pytest.mark.parametrize(
    ("host", "words"), [("model-runner.docker.internal", "extra_hosts"), ("gpu-box", "spelling")]
)
async def test_a_name_that_is_not_known_has_its_own_cure(host: str, words: str) -> None:
    async def unknown(name: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    around = Surroundings(resolve=unknown)
    found = await ask("network.name", subject_of(base=f"http://{host}"), around)
    assert found.status is Status.FAIL
    assert words in found.cure


async def test_a_resolver_that_hangs_is_left_at_the_deadline() -> None:
    async def never(name: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    subject = subject_of(base="http://gpu-box:12434")
    limits = Limits(check=0.02)
    around = Surroundings(resolve=never)
    found = {one.check: one async for one in diagnose(subject, limits=limits, surroundings=around)}
    assert found["network.name"].status is Status.FAIL
    assert found["network.connection"].status is Status.SKIP


async def test_a_server_that_accepts_and_says_nothing_ends_the_run_in_time() -> None:
    started = time.monotonic()
    async with listening() as port:
        subject = subject_of(base=f"http://127.0.0.1:{port}", proxy=f"http://127.0.0.1:{port}")
        limits = Limits(answer=0.3, search=0.1, check=1.0, whole=2.0)
        found = {one.check: one async for one in diagnose(subject, limits=limits)}
    assert found["network.connection"].status is Status.PASS
    assert found["listener.engine"].status is Status.FAIL
    assert "does not answer HTTP" in found["listener.engine"].summary
    assert found["route.engine"].status is Status.SKIP
    assert found["proxy.alive"].status is Status.FAIL
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_where_everything_hangs_the_whole_run_ends_in_time(scheme: str) -> None:
    async def never(*_asked: object) -> Never:
        await asyncio.Event().wait()
        raise AssertionError

    around = replace(
        surroundings_of(never),
        certificate_names=never,
        own_addresses=lambda: ["192.0.2.7"],
        connect=lambda _address: asyncio.sleep(0),
    )
    subject = subject_of(
        base=f"{scheme}://localhost:12434",
        proxy=f"{scheme}://localhost:4000",
        environment={"DOCKER_MODEL_RUNNER_API_BASE": ""},
        sources={"api_base": "default"},
    )
    limits = Limits(answer=0.05, search=0.05, check=0.2, whole=0.5)
    started = time.monotonic()
    search = diagnose(subject, limits=limits, surroundings=around)
    found = {one.check: one async for one in search}
    assert time.monotonic() - started < 2
    assert found["listener.engine"].status is Status.FAIL
    assert found["route.engine"].status is Status.SKIP


async def test_a_proxy_that_nobody_asked_for_may_be_absent() -> None:
    base = f"http://127.0.0.1:{free_port()}"
    default = subject_of(proxy=base, sources={"proxy_base": "default"})
    assert (await ask("network.proxy-connection", default)).status is Status.SKIP
    wanted = subject_of(proxy=base, sources={"proxy_base": "flag --proxy"})
    found = await ask("network.proxy-connection", wanted)
    assert found.status is Status.FAIL
    assert found.command.startswith("litellm --config")


@pytest.mark.parametrize(
    ("environment", "status"),
    [
        ({}, Status.PASS),
        ({"HTTP_PROXY": "http://user:pw@proxy:3128"}, Status.WARN),
        ({"http_proxy": "http://proxy:3128", "NO_PROXY": "example.com"}, Status.WARN),
        ({"HTTP_PROXY": "http://proxy:3128", "NO_PROXY": "example.com, localhost"}, Status.PASS),
        ({"HTTP_PROXY": "http://proxy:3128", "no_proxy": "*"}, Status.PASS),
        ({"NO_PROXY": "example.com"}, Status.PASS),
    ],
)
async def test_an_http_proxy_that_would_take_localhost_is_a_warning(
    environment: dict[str, str], status: Status
) -> None:
    subject = subject_of(base="http://localhost:12434", environment=environment)
    found = await ask("network.proxy-variables", subject)
    assert found.status is status
    assert "pw" not in repr(found)


async def test_a_remote_host_behind_an_http_proxy_is_not_given_up() -> None:
    async def resolve(name: str, port: int) -> list[str]:
        return ["192.0.2.1"]

    runner = StrictRunner()
    environment = {"HTTP_PROXY": "http://user:pw@proxy:3128"}
    subject = subject_of(base="http://gpu-box.invalid:12434", environment=environment)
    around = surroundings_of(runner.answer)
    around = Surroundings(client_for=around.client_for, resolve=resolve)
    found = await all_findings(subject, around)
    assert found["network.connection"].status is Status.WARN
    assert found["route.engine"].status is Status.PASS
    assert found["auth.engine"].status is Status.WARN
    assert "pw" not in repr(found)
