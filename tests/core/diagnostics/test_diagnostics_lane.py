import httpx
import pytest

from kit.diagnosing import all_findings, finding_of, listening, subject_of, surroundings_of
from kit.strict_runner import StrictRunner, text
from quayside.app.core.diagnostics.model import Finding, Status


def shown(finding: Finding) -> str:
    return "\n".join(f"{item.label}: {item.text}" for item in finding.evidence)


async def test_all_is_well_but_for_litellm_with_a_base_without_v1() -> None:
    runner = StrictRunner()
    async with listening() as port:
        base = f"http://localhost:{port}/engines/llama.cpp"
        found = await all_findings(subject_of(base=base), surroundings_of(runner.answer))
    others = {name: str(one.status) for name, one in found.items() if name != "litellm.request"}
    assert set(others.values()) == {"pass"}
    litellm = found["litellm.request"]
    assert litellm.status is Status.WARN
    assert litellm.command == f"export DOCKER_MODEL_RUNNER_API_BASE={base}/v1"
    assert "add /v1" in litellm.summary
    assert f"POST {base}/chat/completions" in shown(litellm)
    assert "404 not found" in shown(litellm)
    assert found["route.engine"].evidence[0].text == f"POST {base}/v1/chat/completions"


async def test_nothing_that_is_asked_loads_a_model() -> None:
    runner = StrictRunner()
    async with listening() as port:
        base = f"http://localhost:{port}/engines/llama.cpp"
        await all_findings(subject_of(base=base), surroundings_of(runner.answer))
    assert {body for method, _, body in runner.requests if method == "POST"} == {b"{}"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/engines/llama.cpp/v1", Status.PASS),
        ("/engines/v1", Status.PASS),
        ("/v1", Status.PASS),
        ("/engines/llama.cpp/v1/", Status.PASS),
        ("/engines/llama.cpp/", Status.WARN),
        ("", Status.WARN),
        ("/engines", Status.WARN),
        ("/engines/llama.cpp/v1/chat/completions", Status.WARN),
    ],
)
async def test_litellm_is_judged_by_what_the_runner_answers(path: str, status: Status) -> None:
    runner = StrictRunner()
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}{path}")
        found = await finding_of("litellm.request", subject, runner.answer)
        route = await finding_of("route.engine", subject, runner.answer)
    assert found.status is status
    assert route.status is Status.PASS
    if status is Status.WARN:
        assert found.command.endswith("/v1")


async def test_litellm_needs_a_scheme() -> None:
    async with listening() as port:
        subject = subject_of(base=f"localhost:{port}")
        found = await finding_of("litellm.request", subject, StrictRunner().answer)
    assert found.status is Status.WARN
    assert found.command == (
        f"export DOCKER_MODEL_RUNNER_API_BASE=http://localhost:{port}/engines/llama.cpp/v1"
    )


@pytest.mark.parametrize(
    ("engine", "meant"),
    [("custom-engine", "llama.cpp"), ("vlm", "vllm"), ("llamacpp", "llama.cpp")],
)
async def test_an_unknown_engine_is_answered_with_the_one_meant(engine: str, meant: str) -> None:
    runner = StrictRunner(engines={"fast": "Running", "llama.cpp": "Running", "vllm": "Running"})
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}/engines/{engine}")
        found = await finding_of("route.engine", subject, runner.answer)
    assert found.status is Status.FAIL
    assert f"'{engine}'" in found.summary
    assert "backend not found" in shown(found)
    assert found.command == f"export QUAYSIDE_BASE=http://localhost:{port}/engines/{meant}"


@pytest.mark.parametrize(
    ("state", "status", "command"),
    [
        (
            "Not Installed: binary not found",
            Status.FAIL,
            "docker model reinstall-runner --backend vllm",
        ),
        ("Error: no", Status.FAIL, "docker model logs"),
        ("Running: vllm unknown", Status.WARN, "docker model logs"),
        ("Running: vllm 0.9", Status.PASS, ""),
        ("Installing", Status.PASS, ""),
    ],
)
async def test_an_engines_own_state_counts(state: str, status: Status, command: str) -> None:
    runner = StrictRunner(engines={"vllm": state, "llama.cpp": "Running: llama.cpp 1"})
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}/engines/vllm")
        found = await finding_of("route.engine", subject, runner.answer)
    assert (found.status, found.command) == (status, command)


async def test_a_model_that_is_there_is_described() -> None:
    runner = StrictRunner(loaded=[{"model_name": "smollm2", "loading": True}])
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}", model="smollm2")
        found = await finding_of("model.name", subject, runner.answer)
    assert found.status is Status.PASS
    assert "full name: docker.io/ai/smollm2:latest" in shown(found)
    assert "in memory: loading just now" in shown(found)


@pytest.mark.parametrize(
    ("model", "command", "cure"),
    [
        ("llama-3.1", "export QUAYSIDE_MODEL=ai/llama3.1", "docker model tag llama3.1 llama-3.1"),
        ("llama3", "docker model pull llama3", "or use one that is here"),
        ("whisper", "docker model pull whisper", "Pull it."),
    ],
)
async def test_a_model_that_is_not_there_can_be_pulled_or_is_near(
    model: str, command: str, cure: str
) -> None:
    runner = StrictRunner(models=["docker.io/ai/llama3.1:latest"])
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}", model=model)
        found = await finding_of("model.name", subject, runner.answer)
    assert found.status is Status.FAIL
    assert found.command == command
    assert cure in found.cure
    assert "models here: llama3.1" in shown(found)
    assert "model not found" in shown(found)


def listing(request: httpx.Request) -> httpx.Response:
    """An OpenAI-compatible server that is no runner and wants a key."""
    if request.url.path == "/v1/models":
        if request.headers.get("authorization") != "Bearer sk-good":
            return httpx.Response(401, json={"error": {"message": "bad key"}})
        return httpx.Response(200, json={"object": "list", "data": [{"id": "gemma3:4b"}]})
    if request.url.path == "/v1/chat/completions":
        return httpx.Response(400, json={"error": {"message": "'messages' is required"}})
    return httpx.Response(404, json={"error": "File Not Found"})


@pytest.mark.parametrize(
    ("key", "model", "statuses"),
    [
        ("sk-good", "gemma3:4b", ("pass", "pass")),
        ("sk-good", "other", ("pass", "warn")),
        ("sk-bad", "gemma3:4b", ("fail", "skip")),
        ("two words", "gemma3:4b", ("fail", "skip")),
    ],
)
async def test_servers_that_are_no_runner_are_asked_for_their_list(
    key: str, model: str, statuses: tuple[str, str]
) -> None:
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}/v1", key=key, model=model)
        found = await all_findings(subject, surroundings_of(listing))
    assert found["listener.engine"].status is Status.PASS
    assert found["route.engine"].status is Status.PASS
    assert (str(found["auth.engine"].status), str(found["model.name"].status)) == statuses
    assert key not in repr(list(found.values()))


async def test_a_gateway_at_the_engines_base_is_named() -> None:
    def litellm(request: httpx.Request) -> httpx.Response:
        alive = request.url.path == "/health/liveliness"
        return httpx.Response(200, json="I'm alive!") if alive else httpx.Response(404)

    async with listening() as port:
        found = await finding_of(
            "listener.engine", subject_of(base=f"http://localhost:{port}"), litellm
        )
    assert found.status is Status.FAIL
    assert found.command.startswith(f"export QUAYSIDE_PROXY=http://localhost:{port} ")


async def test_an_unknown_server_is_a_warning() -> None:
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}")
        found = await finding_of("listener.engine", subject, lambda _: text(200, "<html>shop"))
        route = await finding_of("route.engine", subject, lambda _: text(200, "<html>shop"))
    assert found.status is Status.WARN
    assert route.status is Status.FAIL
    assert "<html>shop" in shown(route)


async def test_a_runner_that_others_can_reach_has_no_keys() -> None:
    async with listening() as port:
        subject = subject_of(base=f"http://0.0.0.0:{port}")
        found = await finding_of("auth.engine", subject, StrictRunner().answer)
    assert found.status is Status.WARN
    assert "no keys" in found.summary
