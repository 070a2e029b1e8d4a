import json
import os
import subprocess
from pathlib import Path

import pytest

from kit.config_shapes import entry
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.lint.linter import lint

pytestmark = pytest.mark.live
ASKER = Path(__file__).parents[1] / "kit" / "litellm_asker.py"
HONEST = "router_settings: {num_retries: 0, disable_cooldowns: true}\n"
ROOT = "http://127.0.0.1:PORT/engines/llama.cpp"
MODEL = "model: docker_model_runner/m"
V1 = "POST /engines/llama.cpp/v1/chat/completions HTTP/1.1"


def with_params(more: str) -> str:
    return entry(f"{MODEL}, api_base: '{ROOT}/v1', {more}")


def with_base(base: str) -> str:
    return entry(f"{MODEL}, api_base: '{base}'")


def with_model(model: str) -> str:
    return entry(f"model: '{model}', api_base: '{ROOT}/v1'")


# Of each: what the linter calls it, the line and a part of the body that reach the engine.
SENT = {
    "a good one": (with_base(f"{ROOT}/v1"), "", V1, {"model": "m"}),
    "no /v1": (with_base(ROOT), "base-without-v1", V1.replace("/v1", ""), {}),
    "no engine": (
        with_base("http://127.0.0.1:PORT"),
        "base-path",
        "POST /chat/completions HTTP/1.1",
        {},
    ),
    "the route": (
        with_base(f"{ROOT}/v1/chat/completions"),
        "base-without-v1",
        V1.replace("/chat/completions", "/chat/completions/chat/completions"),
        {},
    ),
    "a blank": (with_base(f"{ROOT}/v1 "), "base-blank", V1.replace("/v1", "/v1%20"), {}),
    "an engine": (
        with_model("docker_model_runner/vllm/m"),
        "engine-in-model",
        V1,
        {"model": "vllm/m"},
    ),
    "the provider twice": (
        with_model("docker_model_runner/docker_model_runner/m"),
        "model-text",
        V1,
        {"model": "docker_model_runner/m"},
    ),
    "no model": (with_model("docker_model_runner/"), "model-text", V1, {"model": ""}),
    "a wildcard": (with_model("docker_model_runner/*"), "wildcard-model", V1, {"model": "*"}),
    "two providers": (
        with_params("custom_llm_provider: openai, api_key: x"),
        "two-providers",
        V1,
        {"model": "docker_model_runner/m"},
    ),
    "of nobody": (with_params("foo_bar: 1"), "sent-parameter", V1, {"foo_bar": 1}),
    "misspelt": (with_params("temprature: 1"), "unknown-parameter", V1, {"temprature": 1}),
    "in quotes": (with_params("temperature: '0.5'"), "no-number", V1, {"temperature": "0.5"}),
}
UNSENT = {
    "no scheme": (with_base("127.0.0.1:PORT/engines/llama.cpp/v1"), "base-scheme"),
    "a word for a timeout": (with_params("timeout: soon"), "no-number"),
    "a word for a weight": (with_params("weight: many"), "no-number"),
    "a word for a limit": (with_params("max_parallel_requests: many"), "no-number"),
    "a text for headers": (with_params("extra_headers: x"), "wrong-type"),
    "a text for a body": (with_params("extra_body: x"), "wrong-type"),
    "an effort": (with_params("reasoning_effort: low"), "refused-parameter"),
    "thinking": (with_params("thinking: {type: enabled}"), "refused-parameter"),
}
DROPPED = with_params("reasoning_effort: low") + "litellm_settings: {drop_params: true}\n"
SHELL = with_params("api_key: '${KEY}'")
TEXTS = [*(row[0] for row in (*SENT.values(), *UNSENT.values())), DROPPED, SHELL]


@pytest.fixture(scope="module")
def asked(litellm_install: LiteLLMInstall) -> dict[str, dict]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("LITELLM_")
    }
    ended = subprocess.run(
        [litellm_install.python, "-I", ASKER],
        input=json.dumps([text + HONEST for text in TEXTS]),
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=True,
    )
    answers = json.loads(ended.stdout.strip().splitlines()[-1])
    return dict(zip(TEXTS, answers, strict=True))


def rules(folder: Path, text: str) -> list[str]:
    file = folder / "config.yaml"
    file.write_text((text + HONEST).replace("PORT", "12434"))
    report = lint(file, {"LITELLM_MASTER_KEY": "sk-mine"}, in_container=False)
    return [one.rule for one in report.findings]


@pytest.mark.parametrize("name", SENT)
def test_a_request_reaches_the_engine_as_the_linter_says(name, asked, tmp_path):
    text, rule, line, part = SENT[name]
    ((sent, body, _),) = asked[text]["sent"]
    assert sent == line
    assert part.items() <= body.items()
    assert rules(tmp_path, text) == ([rule] if rule else [])


@pytest.mark.parametrize("name", UNSENT)
def test_no_request_leaves_litellm_where_the_linter_says_so(name, asked, tmp_path):
    text, rule = UNSENT[name]
    assert asked[text]["sent"] == []
    assert asked[text]["error"]
    assert rules(tmp_path, text) == [rule]


def test_what_is_refused_can_be_dropped(asked, tmp_path):
    ((_, body, _),) = asked[DROPPED]["sent"]
    assert "reasoning_effort" not in body
    assert rules(tmp_path, DROPPED) == []


def test_the_shells_variable_is_sent_as_it_stands(asked):
    ((_, _, authorization),) = asked[SHELL]["sent"]
    assert authorization == "Bearer ${KEY}"
