import json

import pytest

from quayside.app.core.gateway.sdk_request import sdk_request
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.wire.wire_request import RequestRefused

ASK = [{"role": "user", "content": "Rhône?"}]
BASE = "http://localhost:12434/engines/llama.cpp/v1"


def request(environment=None, base: str = BASE, key: str = "sk-very-secret", **parameters):
    lane = Lane(Path.LITELLM, "ai/smollm2", base, Secret(key), parameters)
    return sdk_request(lane, ASK, environment or {})


def test_litellm_is_called_as_its_users_call_it_and_never_retries_unasked() -> None:
    assert request(max_tokens=4, top_k=1).arguments == {
        "max_retries": 0,
        "max_tokens": 4,
        "top_k": 1,
        "model": "docker_model_runner/ai/smollm2",
        "messages": ASK,
        "api_base": BASE,
        "api_key": "sk-very-secret",
        "stream": True,
    }
    assert request(max_retries=2).arguments["max_retries"] == 2
    assert request(key="").arguments["api_key"] == "dummy-key"


def test_parameters_cannot_lead_the_key_elsewhere() -> None:
    stolen = request(base_url="http://evil", api_base="http://evil", api_key="x", model="m")
    assert "evil" not in json.dumps(dict(stolen.arguments))
    assert stolen.arguments["api_key"] == "sk-very-secret"


def test_what_is_shown_of_it_holds_no_key() -> None:
    told = request()
    assert b"sk-very-secret" not in told.wire.body
    assert "sk-very-secret" not in repr(told.arguments["messages"])
    assert json.loads(told.wire.body)["messages"] == ASK


@pytest.mark.parametrize(
    ("base", "environment", "url"),
    [
        (BASE, {}, f"{BASE}/chat/completions"),
        (f"{BASE}/", {}, f"{BASE}/chat/completions"),
        ("http://h/engines/vllm", {}, "http://h/engines/vllm/chat/completions"),
        (
            "http://h/engines/vllm",
            {"EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER": "true"},
            "http://h/engines/vllm/v1/chat/completions",
        ),
    ],
)
def test_the_url_is_litellms(base, environment, url) -> None:
    assert request(environment, base).wire.url == url


@pytest.mark.parametrize("base", ["", "unix:///var/run/docker.sock"])
def test_a_base_that_litellm_would_replace_or_cannot_reach_is_refused(base) -> None:
    with pytest.raises(RequestRefused):
        request(base=base)
