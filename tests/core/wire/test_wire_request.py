import json
from typing import Any

import pytest

from kit import recordings
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.wire.request import (
    Profile,
    RequestRefused,
    chat_request,
    litellm_provider_request,
)

HOST = "http://127.0.0.1:31101"
CASES: dict[str, dict[str, Any]] = recordings.load("sdk/cases.json")
LONG = [{"role": "user", "content": "word " * 3000}]
SAY_HI = [{"role": "user", "content": "Say hi"}]


def sent_by(case: dict[str, Any], profile: Profile) -> tuple[str, bytes, str]:
    messages = LONG if isinstance(case["messages"], str) else case["messages"]
    environment = {
        name: HOST + case["api_base_path"] if name.endswith("API_BASE") else value
        for name, value in case.get("env", {}).items()
    }
    arguments = dict(case.get("kwargs", case.get("arguments")))
    if not environment:
        arguments["api_base"] = HOST + case["api_base_path"]
    request = litellm_provider_request(case["model"], messages, arguments, profile, environment)
    line = f"{request.method} {request.url.removeprefix(HOST)} HTTP/1.1"
    return line, request.body, request.headers["authorization"]


@pytest.mark.parametrize("name", CASES)
def test_openai_2_requests_are_those_that_litellm_sent(name: str) -> None:
    recorded = recordings.request(f"sdk/{name}-c1.c2s")
    line, body, authorization = sent_by(CASES[name], Profile.OPENAI_2)
    assert line == recorded.line
    assert body == recorded.body
    assert authorization == recorded.headers["authorization"]


@pytest.mark.parametrize("name", CASES)
def test_openai_2_headers_are_among_those_that_litellm_sent(name: str) -> None:
    case = CASES[name]
    arguments = {"api_base": HOST, **case["kwargs"]}
    recorded = recordings.request(f"sdk/{name}-c1.c2s").headers
    request = litellm_provider_request(
        case["model"], SAY_HI, arguments, Profile.OPENAI_2, case.get("env")
    )
    headers = {key: value for key, value in request.headers.items() if key != "authorization"}
    assert headers.items() <= recorded.items()


@pytest.mark.parametrize("profile", [Profile.OPENAI_3, Profile.EXPERIMENTAL])
@pytest.mark.parametrize("name", CASES)
def test_the_other_profiles_send_the_same_values(name: str, profile: Profile) -> None:
    expected = json.loads(recordings.request(f"sdk/{name}-c1.c2s").body)
    assert json.loads(sent_by(CASES[name], profile)[1]) == expected


OTHERS = [
    (profile, name)
    for profile in ("openai-2", "openai-3", "experimental")
    for name in recordings.load(f"litellm/{profile}.json")
]


@pytest.mark.parametrize(("profile", "name"), OTHERS)
def test_every_profile_is_byte_for_byte_what_was_recorded(profile: str, name: str) -> None:
    case = recordings.load(f"litellm/{profile}.json")[name]
    if case["request_line"] is None:
        with pytest.raises(RequestRefused):
            sent_by(case, Profile(profile))
        return
    line, body, _ = sent_by(case, Profile(profile))
    assert line == case["request_line"]
    assert body.decode() == case["body"]


def lane(path: Path = Path.SDK, base: str = "http://localhost:12434", **more: Any) -> Lane:
    return Lane(path, more.pop("model", "ai/smollm2"), base, **more)


def test_native_reaches_the_v1_route_whatever_the_base() -> None:
    for base in ("localhost:12434", "http://localhost:12434/engines/llama.cpp/v1/"):
        request = chat_request(lane(base=base), SAY_HI)
        assert request.url == "http://localhost:12434/engines/llama.cpp/v1/chat/completions"


def test_native_strips_the_prefix_on_the_sdk_path_only() -> None:
    model = "docker_model_runner/ai/smollm2"
    sdk = chat_request(lane(model=model), SAY_HI)
    proxy = chat_request(lane(Path.PROXY, "localhost:4000", model=model), SAY_HI)
    assert json.loads(sdk.body)["model"] == "ai/smollm2"
    assert json.loads(proxy.body)["model"] == model
    assert proxy.url == "http://localhost:4000/v1/chat/completions"


def test_native_sends_parameters_parts_and_images_untouched() -> None:
    parts: Any = [{"type": "image_url", "image_url": {"url": "data:x"}}, {"type": "text"}]
    messages: Any = [{"role": "user", "content": parts}]
    parameters = {"user": "u", "reasoning_effort": "low", "top_k": 3, "extra_body": {"x": 1}}
    body = json.loads(chat_request(lane(parameters=parameters), messages).body)
    assert body["messages"] == messages
    assert (body["user"], body["reasoning_effort"], body["top_k"], body["x"]) == ("u", "low", 3, 1)
    assert "extra_body" not in body


def test_native_asks_for_usage_unless_the_user_decided() -> None:
    asked = json.loads(chat_request(lane(), SAY_HI).body)
    assert asked["stream"] is True
    assert asked["stream_options"] == {"include_usage": True}
    decided = lane(parameters={"stream_options": {"include_usage": False}})
    assert json.loads(chat_request(decided, SAY_HI).body)["stream_options"] == {
        "include_usage": False
    }
    whole = json.loads(chat_request(lane(stream=False), SAY_HI).body)
    assert whole["stream"] is False
    assert "stream_options" not in whole


def test_native_headers_never_hold_an_origin() -> None:
    parameters = {"extra_headers": {"Origin": "http://x", "X-One": "1"}}
    headers = chat_request(lane(parameters=parameters), SAY_HI).headers
    assert "origin" not in headers
    assert headers["x-one"] == "1"
    assert headers["user-agent"].startswith("quayside/")


def test_a_missing_key_is_litellms_default_for_an_engine_and_none_for_a_gateway() -> None:
    assert chat_request(lane(), SAY_HI).headers["authorization"] == "Bearer dummy-key"
    assert "authorization" not in chat_request(lane(Path.PROXY), SAY_HI).headers
    keyed = chat_request(lane(Path.PROXY, key=Secret("sk-1")), SAY_HI)
    assert keyed.headers["authorization"] == "Bearer sk-1"


@pytest.mark.parametrize("key", ["sk-1\n", "sk 1", "sk-ü"])
def test_a_key_that_no_header_can_carry_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        chat_request(lane(key=Secret(key)), SAY_HI)
    assert key.strip() not in str(refused.value)


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(RequestRefused):
        chat_request(lane(parameters={"temperature": float("nan")}), SAY_HI)


def test_half_a_character_in_a_prompt_still_makes_valid_utf_8() -> None:
    body = chat_request(lane(), [{"role": "user", "content": "a\ud83d"}]).body
    assert json.loads(body.decode())["messages"][0]["content"] == "a?"


def test_a_lane_in_a_litellm_profile_keeps_its_base_as_given() -> None:
    request = chat_request(
        lane(base="http://h:1/engines/x/", parameters={"user": "u"}), SAY_HI, Profile.OPENAI_2
    )
    assert request.url == "http://h:1/engines/x/chat/completions"
    assert request.body == (
        b'{"messages":[{"role":"user","content":"Say hi"}],"model":"ai/smollm2","stream":true}'
    )


def test_litellm_cannot_reach_a_unix_socket() -> None:
    with pytest.raises(RequestRefused, match="unix"):
        chat_request(lane(base="unix:///x.sock"), SAY_HI, Profile.OPENAI_3)
