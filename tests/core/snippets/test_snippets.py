import ast
import json
import os
import shutil
import subprocess

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.hostile import HOSTILE
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.snippets.snippet import Form, NoSnippet, snippet

BASE = "http://localhost:12434/engines/llama.cpp"
KEY = "sk-a-real-secret"
SDK = Lane(Path.SDK, "ai/smollm2", BASE, Secret(KEY), {"temperature": 0, "top_k": 3})
PROXY = Lane(Path.PROXY, "smol", "http://localhost:4000", Secret(KEY), stream=False)
LITELLM = Lane(Path.LITELLM, "ai/smollm2", f"{BASE}/v1", Secret(KEY))
LANES = (SDK, PROXY, LITELLM)
PYTHON = (Form.OPENAI, Form.LITELLM)
TEXTS = st.text() | st.sampled_from(HOSTILE) | st.just("END_OF_BODY\nEOF\n$HOME `id` 'x' \"y\"")


def asking(text):
    return [{"role": "user", "content": text}]


def sent(text):
    """A text as it travels: what has no UTF-8 is replaced."""
    return text.encode("utf-8", "replace").decode()


def call_of(source):
    """The names and values of the call that asks; secrets are no values."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("completions.create", "litellm.completion")
        ):
            return {
                one.arg: ast.literal_eval(one.value)
                for one in node.keywords
                if not isinstance(one.value, ast.Subscript | ast.Call)
            }
    raise AssertionError(source)


@pytest.fixture(scope="module")
def fake_curl(tmp_path_factory):
    """A folder with a `curl` that writes its arguments and its input down instead of sending."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "curl"
    program.write_text(
        f"#!/bin/sh\nfor one; do printf '%s\\0' \"$one\"; done > {folder}/arguments\n"
        f"cat > {folder}/body\n"
    )
    program.chmod(0o755)
    return folder


def run(text, folder):
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "DOCKER_MODEL_RUNNER_API_KEY": KEY}
    environment["LITELLM_PROXY_API_KEY"] = KEY
    subprocess.run([shutil.which("sh"), "-c", text], env=environment, check=True)
    words = (folder / "arguments").read_text().split("\0")[:-1]
    return words, json.loads((folder / "body").read_bytes())


@settings(max_examples=60)
@given(TEXTS, st.sampled_from(LANES))
def test_a_shell_gives_curl_the_very_request_whatever_stands_in_the_prompt(fake_curl, text, lane):
    words, body = run(snippet(Form.CURL, lane, asking(text)).text, fake_curl)
    assert body["messages"] == [{"role": "user", "content": sent(text)}]
    assert body["model"] == lane.model
    assert [word for word in words if word.startswith("http")] == [
        {
            Path.SDK: f"{BASE}/v1/chat/completions",
            Path.PROXY: "http://localhost:4000/v1/chat/completions",
            Path.LITELLM: f"{BASE}/v1/chat/completions",
        }[lane.path]
    ]
    assert f"Authorization: Bearer {KEY}" in words
    assert ("--no-buffer" in words) == lane.stream


@given(TEXTS, st.sampled_from(LANES), st.sampled_from(PYTHON))
def test_the_python_forms_hold_the_prompt_as_a_literal(text, lane, form):
    given = call_of(snippet(form, lane, asking(text)).text)
    assert given["messages"] == [{"role": "user", "content": sent(text)}]
    assert given["stream"] == lane.stream


@given(TEXTS, st.sampled_from(LANES), st.sampled_from(Form))
def test_nothing_in_a_snippet_steers_a_terminal_or_tells_a_key(text, lane, form):
    try:
        source = snippet(form, lane, asking(text)).text
    except NoSnippet:
        assert (form, lane) == (Form.CONFIG, PROXY)
        return
    assert KEY not in source
    assert not [one for one in source if one != "\n" and not one.isprintable() and one < "\xa0"]
    assert "\u202e" not in source


@given(st.text(min_size=1).filter(lambda text: sent(text) == text))
def test_a_model_of_any_name_stands_in_the_yaml_as_it_is(model):
    lane = Lane(Path.SDK, model, BASE)
    document = yaml.safe_load(snippet(Form.CONFIG, lane, []).text)
    (entry,) = document["model_list"]
    bare = model.removeprefix("docker_model_runner/")
    assert entry["litellm_params"]["model"] == f"docker_model_runner/{bare}"
    assert entry["litellm_params"]["api_base"] == f"{BASE}/v1"
    assert "api_key" not in entry["litellm_params"]


def test_what_the_openai_sdk_has_no_argument_for_goes_by_extra_body():
    given = call_of(snippet(Form.OPENAI, SDK, asking("hi")).text)
    assert given["extra_body"] == {"top_k": 3}
    assert given["temperature"] == 0


def test_litellm_is_given_the_model_by_its_provider_and_a_base_that_it_reaches():
    direct = call_of(snippet(Form.LITELLM, SDK, asking("hi")).text)
    assert (direct["model"], direct["api_base"]) == (
        "docker_model_runner/ai/smollm2",
        f"{BASE}/v1",
    )
    through = call_of(snippet(Form.LITELLM, PROXY, asking("hi")).text)
    assert through["model"] == "litellm_proxy/smol"


def test_without_a_key_no_variable_is_needed():
    lane = Lane(Path.SDK, "m", BASE, Secret("dummy-key"))
    told = snippet(Form.CURL, lane, asking("hi"))
    assert told.variable == ""
    assert "Authorization" not in told.text
    assert snippet(Form.CURL, SDK, asking("hi")).variable == "DOCKER_MODEL_RUNNER_API_KEY"


def test_headers_of_the_users_own_are_named_and_their_values_are_not_told():
    lane = Lane(Path.SDK, "m", BASE, parameters={"extra_headers": {"x-api-key": "sk-hidden"}})
    for form in (Form.CURL, *PYTHON):
        source = snippet(form, lane, asking("hi")).text
        assert "sk-hidden" not in source
        assert "X_API_KEY" in source


@pytest.mark.parametrize(
    ("lane", "form", "words"),
    [
        (PROXY, Form.CONFIG, "has a config.yaml of its own"),
        (Lane(Path.SDK, "m", ""), Form.CURL, "has no base yet"),
        (Lane(Path.SDK, "m", "http://x y"), Form.OPENAI, "holds a space"),
        (Lane(Path.SDK, "m", "unix:///s.sock"), Form.LITELLM, "cannot reach a unix socket"),
    ],
)
def test_where_no_such_code_can_be_there_are_words(lane, form, words):
    with pytest.raises(NoSnippet, match=words):
        snippet(form, lane, asking("hi"))


def test_a_unix_socket_is_reached_by_curl_and_by_openai():
    lane = Lane(Path.SDK, "m", "unix:///tmp/ab.sock")
    assert "--unix-socket /tmp/ab.sock" in snippet(Form.CURL, lane, asking("hi")).text
    assert "uds='/tmp/ab.sock'" in snippet(Form.OPENAI, lane, asking("hi")).text
