import asyncio
from contextlib import aclosing

import httpx

from kit.strict_runner import StrictRunner
from quayside.app.core.runner.discovery import Attempt, Candidate, FoundKind, discover
from quayside.app.core.wire.address import EngineAddress

RUNNER = Candidate("http://localhost:12434", "Docker Model Runner's port")
PROXY = Candidate("http://localhost:4000", "the usual port of a LiteLLM Proxy")
AWAY = Candidate("http://localhost:22088", "LiteLLM's default")
SHOP = Candidate("http://localhost:8080", "a web server")


class Machine:
    """Listeners by port. A hanging one counts how many requests hang in it."""

    def __init__(self) -> None:
        self.runner = StrictRunner()
        self.hanging = 0
        self.all_hang = False

    def client_for(self, address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self.answer))

    async def answer(self, request: httpx.Request) -> httpx.Response:
        if self.all_hang:
            await self.hang()
        port, path = request.url.port, request.url.path
        if port == 12434:
            return self.runner.answer(request)
        if port == 4000 and path == "/health/liveliness":
            return httpx.Response(200, json="I'm alive!")
        if port in (4000, 8080):
            return httpx.Response(404)
        raise httpx.ConnectError("refused")

    async def hang(self) -> None:
        self.hanging += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.hanging -= 1


async def test_what_is_recognised_comes_and_all_is_reported() -> None:
    tried = list[Attempt]()
    offered = [AWAY, PROXY, SHOP, RUNNER]
    search = discover(offered, client_for=Machine().client_for, tried=tried.append)
    found = {one.kind: one async for one in search}
    assert set(found) == {FoundKind.RUNNER, FoundKind.LITELLM_PROXY}
    assert found[FoundKind.RUNNER].source == RUNNER.source
    outcome = {attempt.candidate: attempt.found for attempt in tried}
    assert set(outcome) == set(offered)
    assert outcome[AWAY] is None
    shop = outcome[SHOP]
    assert shop is not None
    assert shop.kind is FoundKind.UNKNOWN


async def test_nothing_offered_ends_at_once() -> None:
    assert [one async for one in discover([])] == []


async def test_all_candidates_share_one_deadline() -> None:
    machine = Machine()
    machine.all_hang = True
    search = discover([AWAY, PROXY, RUNNER], client_for=machine.client_for, seconds=0.02)
    assert [one async for one in search] == []
    assert machine.hanging == 0


async def test_a_search_that_is_closed_leaves_nothing_running() -> None:
    machine = Machine()
    before = asyncio.all_tasks()
    offered = [RUNNER, *(Candidate(f"http://localhost:{port}", "") for port in range(9000, 9005))]

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.port != 12434:
            await machine.hang()
        return await machine.answer(request)

    def client_for(address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(answer))

    patient = discover(offered, client_for=client_for, seconds=600)
    async with asyncio.timeout(5), aclosing(patient) as search:
        async for found in search:
            assert found.kind is FoundKind.RUNNER
            assert machine.hanging > 0
            break
    assert machine.hanging == 0
    assert asyncio.all_tasks() == before


async def test_a_search_that_is_cancelled_leaves_nothing_running() -> None:
    machine = Machine()
    machine.all_hang = True
    before = asyncio.all_tasks()
    reached = asyncio.Event()

    def client_for(address: EngineAddress) -> httpx.AsyncClient:
        reached.set()
        return machine.client_for(address)

    async def search() -> None:
        async for _ in discover([RUNNER, PROXY], client_for=client_for, seconds=600):
            raise AssertionError

    task = asyncio.create_task(search())
    await reached.wait()
    task.cancel()
    async with asyncio.timeout(5):
        await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
    assert machine.hanging == 0
    assert asyncio.all_tasks() == before
