import json

import pytest

from kit import recordings
from kit.explained import KEY, explain, lane
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret
from quayside.app.core.wire.request import Profile

FAULTS = {
    "num_retries1": "engine-error",
    "up_400": "request-refused",
    "up_401": "key-rejected",
    "up_403": "forbidden",
    "up_412": "engine-not-installed",
    "up_422": "request-refused",
    "up_429": "rate-limited",
    "up_502html": "bad-gateway",
    "up_backend404": "engine-unknown",
    "up_dmr404": "wrong-route",
    "up_dmr500": "load-failed",
    "up_dmrmodel404": "model-not-pulled",
    "up_json500": "engine-error",
    "up_json503": "model-loading",
    "up_text503": "service-unavailable",
    "ups_dmr404": "wrong-route",
    "ups_json500": "engine-error",
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_recorded_fault_of_an_engine_has_its_kind(name: str) -> None:
    recorded = recordings.response(f"sdk-faults/{name}-c1.s2c")
    headers = {key.lower(): value for key, value in recorded.headers}
    failure = explain(recorded.status, recorded.body, headers=headers)
    assert failure.kind == FAULTS[name]
    assert failure.seen.startswith(f"HTTP {recorded.status} ")
    assert recorded.body.decode().strip() in failure.seen
    assert failure.tried == "POST http://localhost:12434/engines/llama.cpp/v1/chat/completions"
    assert failure.cause
    assert failure.cure


def test_every_recorded_error_status_of_an_engine_is_in_the_table() -> None:
    names = {
        name.removeprefix("sdk-faults/").removesuffix("-c1.s2c")
        for name in recordings.names("sdk-faults/*-c1.s2c")
        if recordings.response(name).status >= 400
    }
    assert names == set(FAULTS)


PROXY_FAULTS = {
    "bad_key": "key-rejected",
    "bad_key_nosk": "key-rejected",
    "badjson": "request-refused",
    "dmr404": "wrong-route",
    "down": "upstream-unreachable",
    "down_stream": "upstream-unreachable",
    "engines_dmr_path": "wrong-route",
    "hang": "timeout",
    "missing_messages": "request-refused",
    "missing_model": "model-missing",
    "no_key": "key-missing",
    "prisma_api_base": "parameter-refused",
    "prisma_bad_key": "key-rejected",
    "prisma_bad_key_nosk": "key-rejected",
    "prisma_no_key": "key-missing",
    "api_base_override": "gateway-crashed",
    "test_connection": "no-database",
    "unknown_model": "alias-unknown",
    "up401": "key-rejected",
    "up500": "engine-error",
    "up503": "model-loading",
    "wrong_engine": "wrong-route",
    "wrong_engine_stream": "cooldown",
}


@pytest.mark.parametrize("name", PROXY_FAULTS)
def test_each_recorded_fault_of_a_gateway_has_its_kind(name: str) -> None:
    recorded = recordings.response(f"proxy/{name}.resp.txt")
    headers = {key.lower(): value for key, value in recorded.headers}
    base = "http://localhost:4000" + ("/engines/llama.cpp" if name == "engines_dmr_path" else "")
    key = Secret() if name in ("no_key", "prisma_no_key") else KEY
    failure = explain(recorded.status, recorded.body, lane(Path.PROXY, base, key), headers)
    assert failure.kind == PROXY_FAULTS[name]
    assert failure.cure


def test_every_recorded_error_of_a_gateway_is_in_the_table() -> None:
    names = {
        name.removeprefix("proxy/").removesuffix(".resp.txt")
        for name in recordings.names("proxy/*.resp.txt")
        if recordings.response(name).status >= 400
    }
    assert names == set(PROXY_FAULTS)


def test_docker_model_gateways_words() -> None:
    gateway = lane(Path.PROXY, "localhost:4000")
    unknown = '{"error":{"message":"The model \'x\' does not exist or you do not have access"}}'
    assert explain(404, unknown, gateway).kind == "alias-unknown"
    rejected = '{"error":{"message":"Invalid API key","type":"authentication_error"}}'
    assert explain(401, rejected, gateway).kind == "key-rejected"
    down = '{"error":{"message":"All deployments for model \'x\' are unavailable."}}'
    assert explain(503, down, gateway).kind == "upstream-unreachable"


def test_a_model_that_is_not_pulled_comes_with_the_command_that_pulls_it() -> None:
    failure = explain(404, "error while getting model: model not found")
    assert failure.command == "docker model pull smollm2"


def test_litellms_base_without_v1_is_told_the_right_one() -> None:
    at = lane(base="http://localhost:22088/engines/llama.cpp")
    failure = explain(404, "not found\n", at, profile=Profile.OPENAI_2)
    assert failure.kind == "wrong-route"
    assert "http://localhost:22088/engines/llama.cpp/v1" in failure.cure


def test_a_doubled_path_is_named() -> None:
    at = lane(base="http://localhost:12434/engines/llama.cpp/v1/chat/completions")
    failure = explain(404, "not found\n", at, profile=Profile.OPENAI_2)
    assert "twice" in failure.summary
    at = lane(base="http://localhost:12434/engines/v1")
    failure = explain(404, "backend not found\n", at, profile=Profile.EXPERIMENTAL)
    assert failure.kind == "wrong-route"
    assert "twice" in failure.summary


def test_context_numbers_are_kept() -> None:
    failure = explain(400, recordings.response("sdk/context_exceeded-c1.s2c").body)
    assert failure.kind == "context-exceeded"
    assert "3031" in failure.cause
    assert "2048" in failure.cause
    assert failure.command == "docker model configure --context-size 8192 smollm2"


def test_a_switched_off_runner_behind_dockers_socket() -> None:
    failure = explain(503, "", lane(base="unix:///run/d.sock:/exp/vDD4.40"))
    assert failure.kind == "runner-disabled"
    assert "over /run/d.sock" in failure.tried


def test_a_key_that_a_body_echoes_is_masked_everywhere() -> None:
    body = {"error": {"message": f"bad key {KEY.reveal()}", "key": KEY.reveal()}}
    for status in (400, 401, 500):
        assert KEY.reveal() not in repr(explain(status, json.dumps(body)))


def test_a_short_key_does_not_eat_the_text() -> None:
    assert "not found" in explain(404, "not found", lane(key=Secret("n"))).seen


def test_odd_bodies_are_read_as_far_as_they_can_be() -> None:
    for body in (b"\xff\xfe\x00", b"[" * 60_000, b"{" * 60_000, b'{"error":null}', b"[]", b'"x"'):
        failure = explain(500, body)
        assert failure.kind == "engine-error"
        assert failure.seen.startswith("HTTP 500 Internal Server Error")


def test_a_models_name_with_braces_is_only_a_name() -> None:
    at = Lane(Path.SDK, "{message}{0}", "http://localhost:12434", KEY)
    assert "{message}{0}" in explain(404, "model not found", at).summary
