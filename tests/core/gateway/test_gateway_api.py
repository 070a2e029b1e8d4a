from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from quayside.app.core.failures import Failure
from quayside.app.core.gateway.api import Alias, GatewayApi, Readiness
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import parse_gateway_base

RECORDINGS = Path(__file__).parents[2] / "wire_recordings" / "proxy-get"
KEY = "sk-right"
NO_DATABASE = (
    '{"error":{"message":"No connected db.","type":"no_db_connection","param":null,"code":"400"}}'
)
NO_KEY = '{"error":{"message":"Authentication Error, No api key passed in.","code":"401"}}'

Handler = Callable[[httpx.Request], httpx.Response]


def recorded(request: httpx.Request) -> httpx.Response:
    name = request.url.path.strip("/").replace("/", "_")
    file = RECORDINGS / f"{name}.body"
    if not name.startswith("health"):
        assert request.headers["authorization"] == f"Bearer {KEY}"
    else:
        assert "authorization" not in request.headers
    return httpx.Response(200, content=file.read_bytes())


def api(handler: Handler, key: str = KEY, base: str = "http://localhost:4000/v1") -> GatewayApi:
    client = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return GatewayApi(parse_gateway_base(base), Secret(key), client)


async def test_a_recorded_proxy_tells_its_health_without_a_key() -> None:
    proxy = api(recorded)
    assert await proxy.liveliness() is None
    assert await proxy.readiness() == Readiness("healthy", "Not connected")


async def test_aliases_of_a_recorded_proxy_come_with_what_stands_behind_them() -> None:
    aliases = await api(recorded).aliases()
    assert not isinstance(aliases, Failure)
    assert aliases[0] == Alias(
        "smollm2",
        "docker_model_runner/ai/smollm2",
        "http://localhost:31010/engines/llama.cpp",
        "cc98d81d4ed71a6d689103253db738f323d04b38ba297e29e5cae50b592068f8",
    )
    names = [alias.name for alias in aliases]
    assert names[:3] == ["smollm2", "smollm2-v1", "wrong-engine"]
    assert names[-1] == "docker_model_runner/*"
    assert len(names) == len(set(names)) == 14


async def test_two_deployments_of_one_name_are_two_aliases() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/models":
            return httpx.Response(200, json={"data": [{"id": "b"}, {"id": "a"}]})
        data = [
            {"model_name": "a", "litellm_params": {"model": "m"}, "model_info": {"id": number}}
            for number in ("1", "2")
        ]
        return httpx.Response(200, json={"data": data})

    aliases = await api(handler).aliases()
    assert aliases == (Alias("b"), Alias("a", "m", "", "1"), Alias("a", "m", "", "2"))


async def test_a_gateway_without_model_info_gives_names() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/gate/v1/models":
            return httpx.Response(200, json={"data": [{"id": "smollm2"}]})
        return httpx.Response(404, text="not found")

    assert await api(handler, base="http://h/gate").aliases() == (Alias("smollm2"),)


async def test_items_that_make_no_sense_are_passed_over() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/models":
            return httpx.Response(200, json={"data": [{"id": "a"}, {"id": 3}, "text", {}]})
        return httpx.Response(200, json={"data": [{"model_info": {}}, None, {"model_name": 3}]})

    assert await api(handler).aliases() == (Alias("a"),)


async def test_the_version_is_asked_with_the_key() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/health/readiness/details"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        return httpx.Response(200, json={"litellm_version": "1.106.2"})

    assert await api(handler).version() == "1.106.2"


@pytest.mark.parametrize(
    ("status", "body", "key", "kind"),
    [
        (400, NO_DATABASE, KEY, "key-rejected"),
        (401, NO_KEY, "", "key-missing"),
        (401, NO_KEY, KEY, "key-rejected"),
        (500, "Internal Server Error", "", "key-missing"),
        (500, "Internal Server Error", KEY, "gateway-error"),
        (404, '{"detail":"Not Found"}', KEY, "wrong-route"),
        (200, "<html>welcome</html>", KEY, "not-an-api"),
        (200, '{"hello": 1}', KEY, "not-an-api"),
    ],
)
async def test_each_refusal_has_its_kind_and_shows_what_was_seen(
    status: int, body: str, key: str, kind: str
) -> None:
    failure = await api(lambda _: httpx.Response(status, text=body), key).aliases()
    assert isinstance(failure, Failure)
    assert failure.kind == kind
    assert failure.tried == "GET http://localhost:4000/v1/models"
    assert failure.seen == f"{status} {body}"
    assert failure.cure


async def test_health_that_is_not_litellms_is_a_failure() -> None:
    proxy = api(lambda _: httpx.Response(200, json=["ok"]))
    readiness = await proxy.readiness()
    assert isinstance(readiness, Failure)
    assert readiness.kind == "not-an-api"
    broken = api(lambda _: httpx.Response(503, text="no"))
    for answer in (await broken.liveliness(), await broken.readiness(), await broken.version()):
        assert isinstance(answer, Failure)
        assert answer.kind == "gateway-error"


async def test_a_key_that_is_echoed_is_masked() -> None:
    failure = await api(lambda _: httpx.Response(401, text=f"bad key {KEY}")).aliases()
    assert isinstance(failure, Failure)
    assert KEY not in repr(failure)


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (httpx.ConnectError("refused"), "nothing-listening"),
        (httpx.ReadTimeout(""), "timeout"),
        (httpx.RemoteProtocolError("cut"), "connection-lost"),
    ],
)
async def test_no_answer_is_a_failure_in_words(problem: httpx.HTTPError, kind: str) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise problem

    failure = await api(handler).liveliness()
    assert failure is not None
    assert failure.kind == kind
    assert failure.seen
