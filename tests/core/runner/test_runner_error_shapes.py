"""Every error that a runner answers, through every act of the runner screen."""

import httpx
import pytest

from quayside.app.core.runner.engine_control import Configured
from quayside.app.core.runner.failing import RunnerApiError
from quayside.app.core.runner.handle import RunnerHandle
from quayside.app.core.runner.pulling import PullProgress

BASE = "http://runner:12434/engines/llama.cpp"
CRASHED = (
    '{"type":"error","code":null,"message":"llama.cpp terminated unexpectedly: llama.cpp failed: '
    'failed to load model","param":null,"sequence_number":1}'
)
NO_MEMORY = (
    "unable to load runner: error waiting for runner to be ready: llama.cpp terminated "
    "unexpectedly: llama.cpp failed: not enough GPU memory to load the model (CUDA)"
)
SHAPES = {
    "no route": (404, "not found"),
    "outside of all routes": (404, "404 page not found"),
    "no engine": (404, "backend not found"),
    "no model": (404, "error while getting model: get model '\"ai/x\"': model not found"),
    "no json": (400, "invalid request"),
    "no model named": (400, "model is required"),
    "too large": (413, "request too large"),
    "an origin": (403, "Origin not allowed"),
    "in use": (409, "runner already active"),
    "no engine here": (412, "vLLM binary not found"),
    "store unreadable": (500, "model unavailable"),
    "no memory": (500, NO_MEMORY),
    "crashed": (500, CRASHED),
    "shutting down": (500, "unable to load runner: backend loading disabled"),
    "took too long": (
        500,
        "unable to load runner: error waiting for runner to be ready: "
        "inference backend took too long to initialize",
    ),
    "wrong format": (500, "unable to load runner: GGUF file required by llama.cpp backend"),
    "just started": (503, "backend installer not started"),
    "not installed": (503, "backend installation failed: MLX is only available on macOS ARM64"),
    "switched off": (503, ""),
    "socket refused": (502, ""),
    "a page": (200, "<html><body>Sign in</body></html>"),
}


async def _pull(handle):
    async for step in handle.pull("ai/x"):
        if not isinstance(step, PullProgress):
            raise RunnerApiError(step)


async def _snapshot(handle):
    taken = await handle.snapshot()
    assert taken.failure is not None
    raise RunnerApiError(taken.failure)


async def _first(following):
    async for step in following:
        raise RunnerApiError(step)


ACTS = {
    "look": _snapshot,
    "load": lambda handle: handle.load("ai/x"),
    "unload": lambda handle: handle.unload(["ai/x"]),
    "remove": lambda handle: handle.remove("ai/x"),
    "inspect": lambda handle: handle.details("ai/x"),
    "configure": lambda handle: handle.configure(Configured(model="ai/x", context_size=1)),
    "pull": _pull,
    "requests": lambda handle: _first(handle.requests()),
    "log": lambda handle: _first(handle.log()),
}


def handle_that_hears(status, body):
    def answer(_request):
        kind = "text/html" if body.startswith("<html>") else "text/plain"
        return httpx.Response(status, content=body, headers={"content-type": kind})

    return RunnerHandle(
        BASE, client_for=lambda _: httpx.AsyncClient(transport=httpx.MockTransport(answer))
    )


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr("quayside.app.core.runner.pulling.PAUSES", ())


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("shape", SHAPES)
async def test_an_error_is_told_with_what_was_tried_and_seen_its_cause_and_a_cure(act, shape):
    status, body = SHAPES[shape]
    handle = handle_that_hears(status, body)
    with pytest.raises(RunnerApiError) as caught:
        await ACTS[act](handle)
    failure = caught.value.failure
    assert "http://runner:12434/" in failure.tried
    assert str(status) in failure.seen
    assert body[:20] in failure.seen
    assert failure.summary
    assert failure.cause
    assert failure.cure
    await handle.close()


KINDS = {
    "no engine": "engine-unknown",
    "no model": "model-unknown",
    "in use": "model-in-use",
}


@pytest.mark.parametrize(("shape", "kind"), KINDS.items())
async def test_what_an_act_can_mend_has_a_kind_of_its_own(shape, kind):
    handle = handle_that_hears(*SHAPES[shape])
    with pytest.raises(RunnerApiError) as caught:
        await handle.configure(Configured(model="ai/x"))
    assert caught.value.failure.kind == kind
    await handle.close()
