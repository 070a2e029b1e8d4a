import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner, starter
from quayside.app.core.embedded.engine_process import EngineFailed
from quayside.app.core.embedded.options import EngineOption

CHAT = "/engines/llama.cpp/v1/chat/completions"
MESSAGE = {"model": "ai/smollm2", "messages": [{"role": "user", "content": "hi"}]}
NOT_PULLED = "error while getting model: get model '\"llama-3.1\"': model not found\n"


@pytest.fixture
def client(tmp_path: Path) -> httpx.AsyncClient:
    return make_fake_runner(tmp_path, starter(FakeEngine()), EngineOption("fast"))[1]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "text"),
    [
        ("POST", "/engines/llama.cpp/chat/completions", MESSAGE, 404, "not found\n"),
        ("POST", "/engines/llama.cpp/v1/v1/chat/completions", MESSAGE, 404, "not found\n"),
        ("POST", "/engines/v1/v1/chat/completions", MESSAGE, 404, "backend not found\n"),
        ("POST", "/v1/v1/chat/completions", MESSAGE, 404, "backend not found\n"),
        ("POST", "/engines/custom/v1/chat/completions", {}, 404, "backend not found\n"),
        ("POST", CHAT, {}, 400, "model is required\n"),
        ("POST", CHAT, None, 400, "invalid request\n"),
        ("POST", CHAT, [], 400, "invalid request\n"),
        ("POST", CHAT, {"model": 3}, 400, "invalid request\n"),
        ("POST", CHAT, {"model": "llama-3.1"}, 404, NOT_PULLED),
        ("POST", "/engines/vllm/v1/chat/completions", {"model": "llama-3.1"}, 404, NOT_PULLED),
        ("POST", "/engines/vllm/v1/chat/completions", MESSAGE, 412, "vLLM binary not found\n"),
        (
            "POST",
            "/engines/mlx/v1/chat/completions",
            MESSAGE,
            503,
            "backend installation failed: MLX is only available on macOS ARM64\n",
        ),
        ("GET", CHAT, None, 404, "not found\n"),
        ("PUT", "/models", None, 404, "not found\n"),
        ("GET", "/chat/completions", None, 404, "404 page not found\n"),
        ("GET", "/v1/models/llama-3.1", None, 404, NOT_PULLED),
        ("GET", "/models/zz", None, 404, "model not found\n"),
        ("POST", "/models/ai/smollm2/fly", None, 404, 'unknown action "fly"\n'),
        ("POST", "/models/create", {"from": ""}, 400, "Invalid model reference\n"),
        ("POST", "/models/create", {"from": "ai/qwen3"}, 401, "Unauthorized\n"),
        ("POST", "/models/create", {"from": "hf.co/a/b"}, 404, "Model not found\n"),
        ("POST", "/engines/x/_configure", {}, 404, "backend not found\n"),
        ("POST", "/engines/_configure", {"context-size": "8"}, 400, "invalid request\n"),
        (
            "POST",
            "/engines/_configure",
            {"model": "smollm2", "runtime-flags": ["--x"]},
            500,
            'runtime flag "--x" is not allowed for backend "llama.cpp"\n',
        ),
        (
            "POST",
            "/engines/install-backend",
            {},
            400,
            "invalid request: backend is required\n",
        ),
        ("POST", "/engines/install-backend", {"backend": "x"}, 404, "backend not found\n"),
        (
            "POST",
            "/engines/install-backend",
            {"backend": "vllm"},
            500,
            "backend installation failed: vLLM binary not found\n",
        ),
    ],
)
async def test_refusals_have_the_runners_status_and_text(
    client: httpx.AsyncClient, method: str, path: str, body: Any, status: int, text: str
):
    answer = await client.request(method, path, json=body)
    assert (answer.status_code, answer.text) == (status, text)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


async def test_a_body_that_is_no_json_and_one_that_is_too_large(client: httpx.AsyncClient):
    assert (await client.post(CHAT, content=b"{")).text == "invalid request\n"
    assert (await client.post(CHAT, content=b"null")).text == "model is required\n"
    answer = await client.post(CHAT, content=b" " * (10 * 1024 * 1024 + 1))
    assert (answer.status_code, answer.text) == (400, "request too large\n")


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://example.org", "null"])
async def test_a_foreign_origin_is_refused(client: httpx.AsyncClient, origin: str):
    answer = await client.get("/engines/status", headers={"origin": origin})
    assert (answer.status_code, answer.text) == (403, "Origin not allowed\n")
    assert (await client.get("/", headers={"origin": origin})).status_code == 200


@pytest.mark.parametrize("path", ["/v1/models", "/engines/v1/models", "/engines/any/v1/models"])
async def test_the_list_of_models_answers_under_every_engine(client: httpx.AsyncClient, path: str):
    answer = await client.get(path)
    assert answer.status_code == 200
    assert [model["id"] for model in answer.json()["data"]] == ["docker.io/ai/smollm2:latest"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/chat/completions",
        "/engines/v1/chat/completions",
        CHAT,
        "/engines//fast/v1/completions",
    ],
)
async def test_every_way_to_an_engine(client: httpx.AsyncClient, path: str):
    answer = await client.post(path, json=MESSAGE)
    assert (answer.status_code, answer.json()) == (200, {"ok": 1})


async def test_the_service_tells_of_itself(client: httpx.AsyncClient):
    assert (await client.get("/")).text == "Docker Model Runner is running"
    assert (await client.get("/version")).json()["version"].startswith("v1.")
    assert (await client.get("/metrics")).text == "# No active runners\n"
    status = (await client.get("/engines/status")).json()
    assert status["vllm"] == "Not Installed: binary not found"
    assert status["fast"].startswith("Running: llama.cpp")
    assert (await client.get("/engines/df")).json()["models_disk_usage"] > 0
    assert (await client.get("/models")).json()[0]["config"]["format"] == "gguf"
    assert (await client.get("/models/smollm2")).json()["id"].startswith("sha256:")
    assert (await client.get("/v1/models/smollm2")).json()["owned_by"] == "docker"
    installed = await client.post("/engines/install-backend", json={"backend": "llama.cpp"})
    assert (installed.status_code, installed.content) == (200, b"")


async def test_the_engine_gets_the_request_without_the_prefix(tmp_path: Path):
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(418, text="short", headers={"x-own": "1"})

    client = make_fake_runner(tmp_path, starter(FakeEngine(answer)))[1]
    reply = await client.post(f"{CHAT}?a=b%2Fc", json=MESSAGE, headers={"user-agent": "quay"})
    assert (reply.status_code, reply.text, reply.headers["x-own"]) == (418, "short", "1")
    assert seen[0].url.raw_path == b"/v1/chat/completions?a=b%2Fc"
    assert json.loads(seen[0].content) == MESSAGE
    assert seen[0].headers["user-agent"] == "quay"


async def test_preload_loads_and_says_nothing(tmp_path: Path):
    runner, client = make_fake_runner(tmp_path, starter(FakeEngine()))
    answer = await client.post(CHAT, json=MESSAGE, headers={"x-preload-only": "true"})
    assert (answer.status_code, answer.content) == (200, b"")
    (entry,) = (await client.get("/engines/ps")).json()
    assert entry["model_name"] == "ai/smollm2"
    assert entry["last_used"] == "2026-01-02T03:04:05.000000Z"
    assert runner.recorder.all() == []
    unloaded = await client.post("/engines/unload", json={"models": ["smollm2"]})
    assert unloaded.json() == {"unloaded_runners": 1}
    assert (await client.get("/engines/ps")).json() == []


async def test_a_load_that_fails_answers_500_with_the_engines_words(tmp_path: Path):
    async def fail(*_: Any) -> Any:
        raise EngineFailed("llama.cpp terminated unexpectedly: llama.cpp failed: no memory")

    answer = await make_fake_runner(tmp_path, fail)[1].post(CHAT, json=MESSAGE)
    assert answer.status_code == 500
    assert answer.text == (
        "unable to load runner: error waiting for runner to be ready: "
        "llama.cpp terminated unexpectedly: llama.cpp failed: no memory\n"
    )


@pytest.mark.parametrize(
    ("error", "status"), [(httpx.RemoteProtocolError, 500), (httpx.ConnectError, 502)]
)
async def test_an_engine_that_breaks_before_it_answers(
    tmp_path: Path, error: type[httpx.TransportError], status: int
):
    def crash(_request: httpx.Request) -> httpx.Response:
        raise error("gone")

    answer = await make_fake_runner(tmp_path, starter(FakeEngine(crash)))[1].post(
        CHAT, json=MESSAGE
    )
    assert answer.status_code == status
    assert (b'"sequence_number": 1' in answer.content) == (status == 500)


async def test_configure_shows_and_refuses_while_in_use(tmp_path: Path):
    runner, client = make_fake_runner(tmp_path, starter(FakeEngine()))
    body = {"model": "smollm2", "context-size": 512, "keep_alive": "10m"}
    answer = await client.post("/engines/_configure", json=body)
    assert (answer.status_code, answer.content) == (202, b"")
    (entry,) = (await client.get("/engines/_configure?model=ai/smollm2")).json()
    assert entry["Backend"] == "llama.cpp"
    assert entry["Model"] == "docker.io/ai/smollm2:latest"
    assert entry["Config"] == {"context-size": 512, "keep_alive": "10m0s"}
    assert (await client.get("/engines/_configure?model=other")).json() == []
    (key,) = runner.loader.configurations
    await runner.loader.acquire(key, "smollm2")
    answer = await client.post("/engines/_configure", json={**body, "context-size": 1})
    assert (answer.status_code, answer.text) == (409, "runner already active\n")
    (shown,) = (await client.get("/engines/ps")).json()
    assert shown["in_use"] is True
    assert shown["keep_alive"] == "10m0s"
    assert shown["last_used"] == "0001-01-01T00:00:00Z"


async def test_requests_are_recorded(client: httpx.AsyncClient):
    await client.post(CHAT, json=MESSAGE)
    (shelf,) = (await client.get("/engines/requests?model=smollm2")).json()
    assert shelf["records"][0]["url"] == CHAT
    assert shelf["records"][0]["status_code"] == 200
    assert json.loads(shelf["records"][0]["request"]) == MESSAGE
    assert (await client.get("/engines/requests?model=other")).json() == []


async def test_a_model_can_be_deleted_but_the_users_file_stays(tmp_path: Path):
    client = make_fake_runner(tmp_path, starter(FakeEngine()))[1]
    answer = await client.delete("/models/ai/smollm2")
    assert answer.json()[0] == {"Untagged": "docker.io/ai/smollm2:latest"}
    assert (await client.delete("/models/smollm2")).status_code == 404
    assert (tmp_path / "model.gguf").exists()


async def test_pull_of_a_model_that_is_here_in_both_forms(client: httpx.AsyncClient):
    body = {"from": "smollm2"}
    answer = await client.post("/models/create", json=body, headers={"accept": "application/json"})
    assert json.loads(answer.text)["message"].startswith("Using cached model: ")
    assert answer.headers["content-type"] == "application/json"
    answer = await client.post("/models/create", json=body)
    assert answer.text.startswith("{&#34;type&#34;:&#34;success&#34;")
    assert answer.headers["content-type"] == "text/plain"
