import json
from collections.abc import Callable

import httpx

from quayside.app.core.lanes import Lane, Path
from quayside.app.core.runner.context_limit import context_limit
from quayside.app.core.wire.address import EngineAddress

LANE = Lane(Path.SDK, "ai/smollm2", "http://localhost:12434/engines/llama.cpp")
PACKAGED = {"id": "sha256:1", "config": {"context_size": 8192}}


def a_runner(configured: object) -> Callable[[EngineAddress], httpx.AsyncClient]:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/engines/_configure":
            assert request.url.params["model"] == "ai/smollm2"
            return httpx.Response(200, content=json.dumps(configured))
        return httpx.Response(200, json=PACKAGED)

    transport = httpx.MockTransport(answer)
    return lambda _address: httpx.AsyncClient(transport=transport)


def entry(engine: str, size: int | None) -> dict[str, object]:
    return {"Backend": engine, "Config": {} if size is None else {"context-size": size}}


async def test_what_was_configured_for_the_engine_wins_over_the_package():
    configured = [entry("vllm", 1), entry("llama.cpp", 2048)]
    assert await context_limit(LANE, client_for=a_runner(configured)) == 2048


async def test_the_package_tells_where_nothing_was_configured():
    for nothing in ([], [entry("llama.cpp", None)], [entry("vllm", 9)], {"error": 1}, None):
        assert await context_limit(LANE, client_for=a_runner(nothing)) == 8192


async def test_nobody_is_asked_for_a_gateways_alias():
    assert await context_limit(Lane(Path.PROXY, "m", "http://localhost:4000")) is None


async def test_a_server_that_is_away_or_a_base_that_is_none_tells_nothing():
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    away = httpx.AsyncClient(transport=httpx.MockTransport(refuse))
    assert await context_limit(LANE, client_for=lambda _: away) is None
    assert await context_limit(Lane(Path.SDK, "m", "::")) is None
