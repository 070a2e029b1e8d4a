import asyncio
from collections.abc import Callable, Mapping

import httpx
import pytest

from kit.strict_runner import SMOLLM, StrictRunner, text
from quayside.app.core.runner.found import Found, FoundKind
from quayside.app.core.runner.identify import identify
from quayside.app.core.wire.address import EngineAddress, parse_engine_base

Handler = Callable[[httpx.Request], httpx.Response]


class Pages:
    """Answers `paths`, and 404 to all else; keeps what was asked."""

    def __init__(self, paths: Mapping[str, httpx.Response]) -> None:
        self.paths = paths
        self.asked = list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        return self.paths.get(request.url.path, httpx.Response(404, text="nothing here"))


async def found_at(base: str, handler: Handler, seconds: float = 1.0) -> Found | None:
    def client_for(address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(handler))

    return await identify(parse_engine_base(base), client_for=client_for, seconds=seconds)


async def test_a_runner_is_known_with_its_engines_and_models() -> None:
    loaded = [{"model_name": "ai/smollm2", "backend_name": "llama.cpp", "in_use": True}]
    runner = StrictRunner(models=[SMOLLM, "docker.io/ai/gemma3:4B"], loaded=loaded)
    found = await found_at("http://localhost:12434", runner.answer)
    assert found is not None
    assert found.kind is FoundKind.RUNNER
    assert found.title == "Docker Model Runner on localhost:12434"
    assert found.base == "http://localhost:12434/engines/llama.cpp"
    assert found.version == "v1.2.6"
    assert [(one.name, one.state, one.usable) for one in found.engines] == [
        ("llama.cpp", "running", True),
        ("vllm", "not installed", False),
    ]
    first, second = found.models
    assert (first.display, first.name, first.size) == ("smollm2", SMOLLM, "256.35MiB")
    assert (first.state, second.state) == ("in use", "")
    assert found.base_for("vllm") == "http://localhost:12434/engines/vllm"


async def test_the_desktop_socket_is_named_as_such() -> None:
    runner = StrictRunner()

    def answer(request: httpx.Request) -> httpx.Response:
        prefix = "/exp/vDD4.40"
        assert request.url.path.startswith(prefix)
        request.url = request.url.copy_with(path=request.url.path.removeprefix(prefix))
        return runner.answer(request)

    found = await found_at("unix:///run/docker.sock:/exp/vDD4.40", answer)
    assert found is not None
    assert found.title == "Docker Model Runner in Docker Desktop, through /run/docker.sock"
    assert found.base == "unix:///run/docker.sock:/exp/vDD4.40/engines/llama.cpp"


async def test_a_runner_that_is_switched_off_says_so() -> None:
    found = await found_at("unix:///run/docker.sock:/exp/vDD4.40", lambda _: text(503, "disabled"))
    assert found is not None
    assert found.kind is FoundKind.RUNNER
    assert "docker desktop enable model-runner" in found.note


async def test_docker_engines_own_socket_is_no_runner_and_is_asked_no_more() -> None:
    pages = Pages({})
    found = await found_at("unix:///run/docker.sock:/exp/vDD4.40", pages)
    assert found is not None
    assert found.kind is FoundKind.UNKNOWN
    assert sorted(pages.asked) == ["/exp/vDD4.40/", "/exp/vDD4.40/engines/status"]


async def test_litellm_is_known_and_never_asked_for_its_costly_health() -> None:
    pages = Pages(
        {
            "/health/liveliness": httpx.Response(200, json="I'm alive!"),
            "/health/readiness": httpx.Response(200, json={"status": "healthy", "db": "x"}),
        }
    )
    found = await found_at("http://localhost:4000", pages)
    assert found is not None
    assert (found.kind, found.base) == (FoundKind.LITELLM_PROXY, "http://localhost:4000")
    assert found.title == "LiteLLM Proxy on localhost:4000"
    assert found.note == ""
    assert "/health" not in pages.asked
    assert found.base_for("vllm") == found.base


async def test_a_litellm_that_is_not_ready_says_so() -> None:
    pages = Pages({"/health/liveliness": httpx.Response(200, json="I'm alive!")})
    found = await found_at("http://localhost:4000", pages)
    assert found is not None
    assert "404" in found.note


async def test_dockers_own_gateway_is_told_from_litellm() -> None:
    health = {"status": "healthy", "version": "0.1", "models": ["smollm2", 3]}
    found = await found_at(
        "http://localhost:4000", Pages({"/health": httpx.Response(200, json=health)})
    )
    assert found is not None
    assert (found.kind, found.version) == (FoundKind.DOCKER_GATEWAY, "0.1")
    assert [model.name for model in found.models] == ["smollm2"]


LISTED = {"object": "list", "data": [{"id": "gemma3:4b"}]}


@pytest.mark.parametrize(
    ("paths", "kind"),
    [
        ({"/": text(200, "Ollama is running")}, FoundKind.OLLAMA),
        (
            {"/props": httpx.Response(200, json={"default_generation_settings": {}})},
            FoundKind.LLAMA_SERVER,
        ),
        ({}, FoundKind.OPENAI_COMPATIBLE),
    ],
)
async def test_other_engines_are_known_with_their_models(
    paths: dict[str, httpx.Response], kind: FoundKind
) -> None:
    pages = Pages({**paths, "/v1/models": httpx.Response(200, json=LISTED)})
    found = await found_at("http://localhost:11434", pages)
    assert found is not None
    assert (found.kind, found.base) == (kind, "http://localhost:11434/v1")
    assert [model.name for model in found.models] == ["gemma3:4b"]


async def test_a_server_that_wants_a_key_is_still_offered() -> None:
    pages = Pages({"/v1/models": httpx.Response(401)})
    found = await found_at("http://localhost:8000", pages)
    assert found is not None
    assert (found.kind, found.models) == (FoundKind.OPENAI_COMPATIBLE, ())
    assert "key" in found.note


async def test_any_other_web_server_is_unknown() -> None:
    found = await found_at("http://localhost:4000", Pages({"/": text(200, "<html>my shop")}))
    assert found is not None
    assert found.kind is FoundKind.UNKNOWN


async def test_nothing_there_is_nothing_found() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    assert await found_at("http://localhost:12434", refuse) is None


async def hang() -> None:
    await asyncio.Event().wait()


async def test_a_silent_listener_is_left_at_the_deadline() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await hang()
        raise AssertionError

    found = await found_at("http://localhost:12434", never, seconds=0.02)  # pyright: ignore
    assert found is None


async def test_a_runner_whose_store_hangs_is_found_without_models() -> None:
    runner = StrictRunner()

    async def slow(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/models":
            await hang()
        return runner.answer(request)

    found = await found_at("http://localhost:12434", slow, seconds=0.1)  # pyright: ignore
    assert found is not None
    assert (found.kind, found.models) == (FoundKind.RUNNER, ())
    assert found.engines


@pytest.mark.parametrize("body", [b"[[[[", b'{"llama.cpp": []}', b"\x00\xff", b'{"data": {}}'])
async def test_hostile_answers_make_an_unknown_server(body: bytes) -> None:
    found = await found_at("http://localhost:12434", lambda _: httpx.Response(200, content=body))
    assert found is not None
    assert found.kind is FoundKind.UNKNOWN
