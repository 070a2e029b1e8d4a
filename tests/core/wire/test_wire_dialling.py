import asyncio
import socket
import threading
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Any

import httpx
import pytest

from kit.exchanges import SAY_HI
from kit.raw_server import (
    always,
    closed_port,
    direct_client,
    serving,
    silent_port,
)
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire import dialling
from quayside.app.core.wire.causes import explain_exception
from quayside.app.core.wire.request import chat_request


def kind_of(problem: Exception, base: str) -> str:
    lane = Lane(Path.SDK, "m", base)
    return explain_exception(lane, chat_request(lane, SAY_HI), problem).kind


def resolving_to(*ports: int) -> Callable[..., Any]:
    def resolve(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        if more.get("flags"):
            raise socket.gaierror(socket.EAI_NONAME, "no number")
        return [
            (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", one))
            for one in ports
        ]

    return resolve


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_refused_connection_is_explained(host: str) -> None:
    base = f"http://{host}:{closed_port()}"
    async with direct_client() as one:
        with pytest.raises(httpx.ConnectError) as refused:
            await one.get(base)
    assert kind_of(refused.value, base) == "nothing-listening"
    assert refused.value.__cause__ is not None


async def test_all_addresses_of_a_name_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(always) as server, direct_client() as one:
        good = int(server.base.rpartition(":")[2])
        monkeypatch.setattr(socket, "getaddrinfo", resolving_to(closed_port(), good))
        assert (await one.get("http://engine.invalid/")).text == "hi"
        monkeypatch.setattr(
            socket, "getaddrinfo", resolving_to(closed_port(), closed_port(), closed_port())
        )
        with pytest.raises(httpx.ConnectError) as refused:
            await one.get("http://other.example/")
    assert kind_of(refused.value, "http://gpu:1") == "nothing-listening"


async def test_an_address_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialling, "HEAD_START_SECONDS", 0.01)
    with silent_port() as silent:
        async with serving(always) as server, direct_client() as one:
            good = int(server.base.rpartition(":")[2])
            monkeypatch.setattr(socket, "getaddrinfo", resolving_to(silent, silent, good))
            assert (await one.get("http://engine.invalid/")).text == "hi"


async def test_connecting_ends_at_its_time_limit() -> None:
    with silent_port() as silent:
        base = f"http://127.0.0.1:{silent}"
        async with direct_client() as one:
            with pytest.raises(httpx.ConnectTimeout) as late:
                await one.get(base, timeout=httpx.Timeout(None, connect=0.02))
    assert kind_of(late.value, base) == "connect-timeout"


async def test_a_name_that_is_not_known_is_told() -> None:
    async with direct_client() as one:
        for host in ("no-such-host.invalid", "a" * 70):
            with pytest.raises(httpx.ConnectError):
                await one.get(f"http://{host}/")


async def test_a_missing_socket_and_a_silent_one_are_told_apart(tmp_path: FilePath) -> None:
    path = tmp_path / "engine.sock"
    base = f"unix://{path}"
    async with direct_client(path=str(path)) as one:
        with pytest.raises(httpx.ConnectError) as missing:
            await one.get("http://localhost/")
        with socket.socket(socket.AF_UNIX) as left_behind:
            left_behind.bind(str(path))
        with pytest.raises(httpx.ConnectError) as silent:
            await one.get("http://localhost/")
    assert kind_of(missing.value, base) == "socket-missing"
    assert kind_of(silent.value, base) == "nothing-listening"


async def test_cancelling_while_it_connects_leaves_no_socket_open() -> None:
    with silent_port() as silent:
        async with direct_client() as one:
            task = asyncio.create_task(one.get(f"http://127.0.0.1:{silent}"))
            for _ in range(5):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task


async def test_closing_the_client_while_it_connects_leaves_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closed = threading.Event()

    def resolve(*given: Any, **more: Any) -> list[Any]:
        assert more.get("flags") or closed.wait(10)
        return resolving_to(good)(*given, **more)

    async with serving(always) as server, direct_client() as one:
        good = int(server.base.rpartition(":")[2])
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        asking = asyncio.create_task(one.get("http://engine.example/"))
        await asyncio.sleep(0)
        await one.aclose()
        closed.set()
        with pytest.raises(httpx.ConnectError, match="closed"):
            await asking
        await server.hung_up.wait()
