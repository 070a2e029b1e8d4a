import json

import pytest

from kit.explained import explain, lane
from quayside.app.core.lanes import Path

OTHERS = [
    (404, "404 page not found\n", "wrong-route"),
    (404, "backend not found\n", "engine-unknown"),
    (404, "error while getting model: get model '\"x\"': model not found\n", "model-not-pulled"),
    (404, '{"error":{"message":"File Not Found","type":"not_found_error"}}', "wrong-route"),
    (404, '{"detail":"Not Found"}', "wrong-route"),
    (404, '{"error":"model \'x\' not found, try pulling it first"}', "model-not-pulled"),
    (404, '{"object":"error","message":"The model `x` does not exist."}', "model-not-pulled"),
    (404, "<!DOCTYPE html><html>nginx</html>", "not-an-api"),
    (405, "Method Not Allowed", "wrong-route"),
    (400, "model is required\n", "model-missing"),
    (400, "invalid request\n", "request-refused"),
    (400, "request too large\n", "request-too-large"),
    (413, "", "request-too-large"),
    (400, "Client sent an HTTP request to an HTTPS server.\n", "tls-expected"),
    (403, "Origin not allowed\n", "origin-refused"),
    (407, "", "web-proxy"),
    (409, "runner already active\n", "runner-busy"),
    (412, "vLLM binary not found\n", "engine-not-installed"),
    (500, "model unavailable\n", "store-unreadable"),
    (500, "unable to load runner: backend loading disabled\n", "runner-stopping"),
    (
        500,
        "unable to load runner: error waiting for runner to be ready: llama.cpp terminated "
        "unexpectedly: llama.cpp failed: not enough GPU memory to load the model (CUDA)\n",
        "not-enough-memory",
    ),
    (500, "inference backend took too long to initialize", "load-failed"),
    (500, "llama.cpp exit status: exit status 0xc0000135", "engine-cannot-start"),
    (500, "failed: GGUF file required by llama.cpp backend", "format-mismatch"),
    (500, "failed to load model: unknown model architecture: 'x'", "engine-too-old"),
    (500, '{"error":{"message":"Jinja Exception: roles must alternate"}}', "template-refused"),
    (500, '{"error":{"message":"image input is not supported"}}', "images-unsupported"),
    (500, '{"type":"error","message":"llama.cpp terminated unexpectedly: x"}', "load-failed"),
    (501, '{"error":{"message":"This server does not support chat"}}', "not-supported"),
    (502, "", "engine-gone"),
    (502, "upstream went away", "bad-gateway"),
    (503, "backend installer not started\n", "runner-starting"),
    (
        503,
        "backend installation failed: MLX is only available on macOS ARM64",
        "engine-not-installed",
    ),
    (504, "gateway timeout", "timeout"),
    (302, "", "redirect-refused"),
    (418, "teapot", "request-refused"),
    (599, "odd", "engine-error"),
]


@pytest.mark.parametrize(("status", "body", "kind"), OTHERS)
def test_the_other_words_of_runners_and_engines(status: int, body: str, kind: str) -> None:
    failure = explain(status, body)
    assert failure.kind == kind
    assert "{" not in failure.summary + failure.cure + failure.command
    assert "?" not in failure.command


def litellm(text: str, code: int, alias: str = "smollm2") -> str:
    message = (
        f"litellm.SomeError: SomeError: Docker_model_runnerException - {text}\n\n"
        f"LiteLLM: model group '{alias}' failed with the error above. No fallback was attempted."
    )
    return json.dumps({"error": {"message": message, "type": None, "code": str(code)}})


WRAPPED = [
    (404, "error while getting model: model not found", "model-not-pulled"),
    (404, "the requested backend was not found", "engine-unknown"),
    (404, "Error code: 404", "upstream-hidden"),
    (500, "Error code: 500", "upstream-hidden"),
    (400, "request (31 tokens) exceeds the available context size (20 tokens)", "context-exceeded"),
    (500, "unable to load runner: x failed: not enough GPU memory", "not-enough-memory"),
]


@pytest.mark.parametrize(("status", "text", "kind"), WRAPPED)
def test_an_engines_words_are_known_again_behind_a_gateway(
    status: int, text: str, kind: str
) -> None:
    gateway = lane(Path.PROXY, "localhost:4000")
    failure = explain(status, litellm(text, status), gateway)
    assert failure.kind == kind
    old = f"litellm.X: Docker_model_runnerException - {text}. Received Model Group=a\nAvailable"
    again = explain(status, json.dumps({"error": {"message": old}}), gateway)
    assert again.kind == kind
