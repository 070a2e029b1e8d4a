import asyncio
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path as FilePath

import httpx
import pytest

from kit import recordings
from kit.engine_transport import DONE, chunk
from quayside.app.core.events import Failed, Finished, TextDelta
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.address import parse_engine_base
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.connections import is_local, is_loopback, open_client
from quayside.app.core.wire.outcome import collect

SAY_HI = [{"role": "user", "content": "Say hi"}]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


@dataclass
class LoopbackEngine:
    """Writes canned bytes to each connection; `hold` then keeps it open until it is closed."""

    canned: bytes
    hold: bool = False
    heads: list[bytes] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        self.heads.append(head)
        self.arrived.set()
        writer.write(self.canned)
        await writer.drain()
        if self.hold:
            with suppress(ConnectionResetError):
                await reader.read()
            self.hung_up.set()
        writer.close()


@asynccontextmanager
async def running(engine: LoopbackEngine) -> AsyncIterator[str]:
    server = await asyncio.start_server(engine.serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def failure_of(base: str, path: Path = Path.SDK) -> Failure:
    client = EngineClient()
    reply = await collect(client, Lane(path, "m", base), SAY_HI)
    await client.close()
    assert reply.tally.failure is not None
    return reply.tally.failure


@pytest.mark.parametrize("canned", [b"", HEAD, HEAD + chunk("a")])
async def test_cancelling_closes_the_socket_within_100_ms(canned: bytes) -> None:
    engine = LoopbackEngine(canned, hold=True)
    client = EngineClient()
    async with running(engine) as base:
        task = asyncio.create_task(collect(client, Lane(Path.SDK, "m", base), SAY_HI))
        await engine.arrived.wait()
        began = time.monotonic()
        task.cancel()
        await engine.hung_up.wait()
        assert time.monotonic() - began < 0.1
        with pytest.raises(asyncio.CancelledError):
            await task
        await client.close()


async def test_closing_the_generator_closes_the_socket_within_100_ms() -> None:
    engine = LoopbackEngine(HEAD + chunk("a"), hold=True)
    client = EngineClient()
    async with running(engine) as base:
        async with aclosing(client.reply(Lane(Path.SDK, "m", base), SAY_HI)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    break
            began = time.monotonic()
        await engine.hung_up.wait()
        assert time.monotonic() - began < 0.1
        await client.close()


async def test_closing_the_client_ends_a_running_reply_as_a_failure() -> None:
    engine = LoopbackEngine(HEAD + chunk("a"), hold=True)
    client = EngineClient()
    async with running(engine) as base:
        reading = asyncio.create_task(collect(client, Lane(Path.SDK, "m", base), SAY_HI))
        await engine.arrived.wait()
        await client.close()
        await engine.hung_up.wait()
        reply = await reading
    assert reply.tally.failure is not None


async def test_what_is_sent_names_us_and_no_origin() -> None:
    engine = LoopbackEngine(HEAD + chunk("a", "stop") + DONE)
    client = EngineClient()
    async with running(engine) as base:
        reply = await collect(client, Lane(Path.SDK, "m", base), SAY_HI)
    await client.close()
    assert reply.tally.text == "a"
    head = engine.heads[0].lower()
    assert head.startswith(b"post /engines/llama.cpp/v1/chat/completions http/1.1\r\n")
    assert b"user-agent: quayside/" in head
    assert b"authorization: bearer dummy-key" in head
    assert b"\r\norigin:" not in head


async def test_a_unix_socket_answers_too(tmp_path: FilePath) -> None:
    engine = LoopbackEngine(HEAD + chunk("a", "stop") + DONE)
    path = tmp_path / "r.sock"
    client = EngineClient()
    async with await asyncio.start_unix_server(engine.serve, path):
        base = f"unix://{path}:/exp/vDD4.40"
        reply = await collect(client, Lane(Path.SDK, "m", base), SAY_HI)
    await client.close()
    assert reply.tally.text == "a"
    assert b"POST /exp/vDD4.40/engines/llama.cpp/v1/chat/completions" in engine.heads[0]
    assert (await failure_of(f"unix://{tmp_path}/none.sock")).kind == "socket-missing"
    assert (await failure_of(f"unix://{path}")).kind in ("nothing-listening", "socket-missing")


@pytest.mark.parametrize("name", recordings.names("sdk-faults/*-c1.s2c"))
async def test_recorded_bytes_over_a_real_socket_end_in_one_outcome(name: str) -> None:
    client = EngineClient()
    outcomes: Sequence[object] = []
    async with running(LoopbackEngine(recordings.read(name))) as base:
        reply = client.reply(Lane(Path.SDK, "m", base), SAY_HI)
        outcomes = [one async for one in reply if isinstance(one, Failed | Finished)]
    await client.close()
    assert len(outcomes) == 1
    if name in ("sdk-faults/up_close-c1.s2c", "sdk-faults/timeout-c1.s2c"):
        assert isinstance(outcomes[0], Failed)
        assert outcomes[0].failure.kind == "connection-reset"


async def test_nothing_listening_is_said_with_the_port_that_a_runner_has() -> None:
    base = f"http://127.0.0.1:{closed_port()}"
    failure = await failure_of(base)
    assert failure.kind == "nothing-listening"
    assert "12434" in failure.cause
    assert "refused" in failure.seen.lower()
    gateway = await failure_of(base, Path.PROXY)
    assert gateway.command.startswith("litellm --config")


async def test_a_name_that_is_not_known() -> None:
    assert (await failure_of("http://no-such-host.invalid:1")).kind == "name-not-resolved"


async def test_what_speaks_no_http_or_no_tls() -> None:
    async with running(LoopbackEngine(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")) as base:
        assert (await failure_of(base)).kind == "not-http"


async def test_a_silent_engine_is_waited_for() -> None:
    client = open_client(parse_engine_base("localhost:12434"))
    assert (client.timeout.connect, client.timeout.read) == (5.0, None)
    assert client.follow_redirects is False
    assert client.trust_env is False
    await client.aclose()


@pytest.mark.parametrize(
    ("base", "loopback"),
    [
        ("localhost:1", True),
        ("[::1]:1", True),
        ("unix:///x.sock", True),
        ("http://127.0.0.1.example", False),
        ("http://model-runner.docker.internal", False),
    ],
)
def test_only_what_stays_on_this_machine_is_loopback(base: str, loopback: bool) -> None:
    assert is_loopback(parse_engine_base(base)) is loopback


@pytest.mark.parametrize(
    ("base", "local"),
    [
        ("localhost:1", True),
        ("127.9.9.9:1", True),
        ("[::1]:1", True),
        ("unix:///x.sock", True),
        ("http://model-runner.docker.internal", True),
        ("http://192.168.1.2:1", False),
        ("https://api.example", False),
    ],
)
async def test_a_web_proxy_is_for_hosts_in_the_network_only(
    base: str, local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    address = parse_engine_base(base)
    assert is_local(address) is local
    async with open_client(address) as client:
        assert client.trust_env is not local


async def test_a_web_proxy_that_cannot_be_used_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://x")
    failure = await failure_of("http://192.0.2.1:1")
    assert failure.kind in ("not-sent", "web-proxy")


async def test_httpx_is_the_one_that_is_pinned() -> None:
    assert httpx.__version__.startswith("0.28.")
