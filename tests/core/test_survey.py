import httpx
import pytest

from quayside.app.core.runner.candidates import Candidate
from quayside.app.core.runner.found import FoundKind
from quayside.app.core.secret import Secret
from quayside.app.core.survey import HeldKey, key_for, survey
from quayside.app.core.wire.address import EngineAddress
from quayside.app.core.wire.connections import open_client

KEY = Secret("sk-canary")
PROXY = "http://127.0.0.1:4000"
ALIASES = {"data": [{"id": "smollm2"}, {"id": "fast"}]}
INFO = {
    "data": [
        {
            "model_name": "smollm2",
            "litellm_params": {"model": "docker_model_runner/ai/smollm2", "api_base": "http://h"},
            "model_info": {"id": "1"},
        }
    ]
}
ANSWERS = {
    "/health/liveliness": httpx.Response(200, json="I'm alive!"),
    "/health/readiness": httpx.Response(200, json={"status": "healthy", "db": "Not connected"}),
}


class Proxies:
    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = {}

    def client_for(self, address: EngineAddress) -> httpx.AsyncClient:
        return open_client(address, transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        sent = request.headers.get("authorization", "")
        self.keys.setdefault(request.url.netloc.decode(), set()).add(sent)
        if request.url.path in ANSWERS:
            return ANSWERS[request.url.path]
        if "canary" not in sent:
            return httpx.Response(401, json={"error": {"type": "auth_error"}})
        shown = {"/v1/models": ALIASES, "/model/info": INFO}
        found = shown.get(request.url.path)
        return httpx.Response(404) if found is None else httpx.Response(200, json=found)


async def found_with(held: list[HeldKey], *bases: str):
    proxies = Proxies()
    offered = [Candidate(base, "test") for base in bases]
    return [one async for one in survey(offered, held, client_for=proxies.client_for)], proxies


async def test_a_gateway_names_its_aliases_to_the_holder_of_its_key() -> None:
    (found,), _ = await found_with([HeldKey(PROXY, KEY)], "http://localhost:4000")
    assert found.kind is FoundKind.LITELLM_PROXY
    assert [(model.name, model.parameters) for model in found.models] == [
        ("smollm2", "ai/smollm2"),
        ("fast", ""),
    ]


async def test_a_gateway_whose_base_was_given_is_found_wherever_it_listens() -> None:
    (found,), _ = await found_with([HeldKey("http://gpu-box:9000", KEY)])
    assert [model.name for model in found.models] == ["smollm2", "fast"]


async def test_without_its_key_a_gateway_says_what_is_missing() -> None:
    (found,), _ = await found_with([], "http://localhost:4000")
    assert found.models == ()
    assert "QUAYSIDE_PROXY_KEY" in found.note


async def test_a_wrong_key_is_said_and_not_shown() -> None:
    (found,), _ = await found_with([HeldKey(PROXY, Secret("sk-wrong"))], PROXY)
    assert found.models == ()
    assert found.note
    assert "sk-wrong" not in found.note


async def test_a_key_reaches_no_other_gateway() -> None:
    held = [HeldKey("http://mine:4000", KEY)]
    _, proxies = await found_with(held, "http://mine:4000", "http://other:4000")
    assert "Bearer sk-canary" in proxies.keys["mine:4000"]
    assert not any("canary" in key for key in proxies.keys["other:4000"])


@pytest.mark.parametrize(
    ("base", "known"),
    [
        ("http://localhost:4000/v1", True),
        ("http://127.0.0.1:4000", True),
        ("http://localhost:4001", False),
        ("https://localhost:4000", False),
        ("http://gpu-box:4000", False),
        ("http://host.docker.internal:4000", False),
        ("not a url", False),
    ],
)
def test_a_key_belongs_to_one_server(base: str, known: bool) -> None:
    assert (key_for(base, [HeldKey(PROXY, KEY)]) is not None) is known


async def test_an_engine_that_wants_a_key_lists_its_models_to_the_holder_alone() -> None:
    base, seen = "http://10.0.0.5:8000/v1", set[str]()

    def answer(request: httpx.Request) -> httpx.Response:
        sent = request.headers.get("authorization", "")
        if request.url.path != "/v1/models":
            return httpx.Response(404)
        seen.add(sent)
        known = sent == "Bearer sk-canary"
        return httpx.Response(200, json=ALIASES) if known else httpx.Response(401)

    def client_for(address: EngineAddress) -> httpx.AsyncClient:
        return open_client(address, transport=httpx.MockTransport(answer))

    async def models_with(*held: HeldKey):
        (found,) = [
            one async for one in survey([Candidate(base, "test")], held, client_for=client_for)
        ]
        return [model.name for model in found.models], found.note

    assert await models_with() == ([], "Its list of models needs a key.")
    assert "Bearer sk-canary" not in seen
    assert await models_with(HeldKey("http://10.0.0.5:8000", KEY)) == (["smollm2", "fast"], "")
