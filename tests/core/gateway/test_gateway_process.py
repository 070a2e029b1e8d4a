import asyncio
import os
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from quayside.app.core.failures import Failure
from quayside.app.core.gateway import process, proxy_setup
from quayside.app.core.gateway.api import Alias, GatewayApi
from quayside.app.core.gateway.config_yaml import ModelEntry, write_config
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.process import LiteLLMProxy
from quayside.app.core.progress import Progress
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import parse_gateway_base

STUB = Path(__file__).parents[2] / "kit" / "stub_litellm.py"
TEXT = write_config([ModelEntry("a", "docker_model_runner/a", "http://h", Secret("engine-key"))])


def install(behaviour: str) -> LiteLLMInstall:
    python = Path(sys.executable)
    return LiteLLMInstall((str(python), str(STUB), behaviour), python, "1.106.2", False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def inside(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def text_of(file: Path) -> str:
    return file.read_text("utf-8")


@pytest.fixture
async def proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LiteLLMProxy]:
    monkeypatch.setattr(process, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    environment = {
        **os.environ,
        "SEEN_MINE": "1",
        "DATABASE_URL": "postgres://nowhere",
        "PORT": "1",
        "HTTP_PROXY": "http://127.0.0.1:9",
    }
    proxy = LiteLLMProxy(environment)
    yield proxy
    await proxy.stop()


async def drain(steps: AsyncIterator[Progress | Failure]) -> list[Progress | Failure]:
    return [step async for step in steps]


async def failure_of(steps: AsyncIterator[Progress | Failure]) -> Failure:
    last = (await drain(steps))[-1]
    assert isinstance(last, Failure)
    return last


async def test_a_proxy_starts_with_a_key_of_its_own_and_stops(
    proxy: LiteLLMProxy, tmp_path: Path
) -> None:
    port = free_port()
    steps = await drain(proxy.start(install("serve"), config_text=TEXT, port=port))
    assert steps[0] == Progress("proxy", "starting LiteLLM Proxy, 0 s")
    assert steps[-1] == Progress("proxy", f"LiteLLM Proxy listens on http://127.0.0.1:{port}")
    assert (proxy.base, proxy.running) == (f"http://127.0.0.1:{port}", True)
    assert len(proxy.key.reveal()) == len("sk-") + 32
    async with httpx.AsyncClient(trust_env=False) as client:
        api = GatewayApi(parse_gateway_base(proxy.base), proxy.key, client)
        assert await api.aliases() == (Alias("SEEN_MINE"),)
        assert await proxy.failure() is None
        await proxy.stop()
        gone = await api.liveliness()
    assert gone is not None
    assert gone.kind == "nothing-listening"
    assert (proxy.base, proxy.running) == ("", False)
    assert inside(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file modes")
async def test_the_configuration_is_private_while_it_is_in_use(
    proxy: LiteLLMProxy, tmp_path: Path
) -> None:
    await drain(proxy.start(install("serve"), config_text=TEXT, port=free_port()))
    [folder] = inside(tmp_path)
    [file] = inside(folder)
    assert (mode(folder), mode(file)) == (0o700, 0o600)
    assert proxy.key.reveal() not in text_of(file)


async def test_an_early_end_shows_the_last_lines_without_any_key(proxy: LiteLLMProxy) -> None:
    failure = await failure_of(proxy.start(install("echo-key"), config_text=TEXT, port=free_port()))
    assert failure.kind == "litellm-broken"
    assert "status 3" in failure.summary
    assert "the key is ••••" in failure.seen
    assert "sk-" not in repr(failure)
    assert "--telemetry False" in failure.tried
    assert not proxy.base


async def test_a_command_that_is_not_there_is_a_failure(proxy: LiteLLMProxy) -> None:
    gone = LiteLLMInstall(("/nowhere/litellm",), Path("/nowhere/python"), "1.106.2", False)
    failure = await failure_of(proxy.start(gone, config_text=TEXT, port=free_port()))
    assert failure.kind == "proxy-ended"
    assert "/nowhere/litellm" in failure.seen


async def test_silence_beyond_the_limit_is_a_failure_and_ends_the_child(
    proxy: LiteLLMProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "START_SECONDS", 0.2)
    failure = await failure_of(proxy.start(install("deaf"), config_text=TEXT, port=free_port()))
    assert failure.kind == "proxy-silent"
    assert not proxy.running


async def test_closing_early_ends_the_child_and_leaves_nothing(
    proxy: LiteLLMProxy, tmp_path: Path
) -> None:
    steps = proxy.start(install("deaf"), config_text=TEXT, port=free_port())
    await anext(steps)
    assert proxy.running
    await steps.aclose()
    assert not proxy.running
    assert inside(tmp_path) == []


async def test_a_stranger_on_the_port_is_not_taken_for_ours(proxy: LiteLLMProxy) -> None:
    port = free_port()
    failure = await failure_of(proxy.start(install("stranger"), config_text=TEXT, port=port))
    assert failure.kind == "key-rejected"
    assert not proxy.running


async def test_when_another_comes_to_the_port_first_the_next_one_is_taken(
    proxy: LiteLLMProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, taken, after = LiteLLMProxy(os.environ), free_port(), free_port()
    # Both chose the port while it was free, as when two start at once.
    chosen = iter([taken, taken, after])
    monkeypatch.setattr(proxy_setup, "choose_port", lambda _: next(chosen))
    try:
        await drain(first.start(install("serve"), config_text=TEXT))
        steps = await drain(proxy.start(install("serve"), config_text=TEXT))
        assert not any(isinstance(step, Failure) for step in steps)
        assert proxy.base == f"http://127.0.0.1:{after}"
    finally:
        await first.stop()


async def test_a_port_that_is_taken_is_said_or_stepped_over(
    proxy: LiteLLMProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        failure = await failure_of(proxy.start(install("serve"), config_text=TEXT, port=taken))
        assert failure.kind == "port-taken"
        assert str(taken) in failure.summary
        monkeypatch.setattr(proxy_setup, "FIRST_PORT", taken)
        await drain(proxy.start(install("serve"), config_text=TEXT))
        assert proxy.base
        assert not proxy.base.endswith(f":{taken}")


async def test_a_proxy_that_ends_later_says_why(proxy: LiteLLMProxy) -> None:
    await drain(proxy.start(install("end-later"), config_text=TEXT, port=free_port()))
    failure = None
    async with asyncio.timeout(20):
        while failure is None:
            await asyncio.sleep(0)
            failure = await proxy.failure()
    assert failure.kind == "proxy-ended"
