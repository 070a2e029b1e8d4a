import pytest

from quayside.app.core.gateway.sdk_failures import explain_error
from quayside.app.core.gateway.sdk_request import sdk_request
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret

BASE = "http://localhost:12434/engines/llama.cpp"
# As LiteLLM 1.106.2 raised them; see the exceptions behind each in `chain`.
CONNECTION = {
    "class": "InternalServerError",
    "status": 500,
    "message": "litellm.InternalServerError: InternalServerError: "
    "Docker_model_runnerException - Connection error.",
}
MIDSTREAM = {"class": "MidStreamFallbackError", "status": 500, "message": "litellm.MidStream…"}
CONNECT_ERROR = {
    "class": "ConnectError",
    "words": "Cannot connect to host h:9 ssl:<ssl.SSLContext object at 0x7f> [Connect call]",
    "errno": None,
}


def link(name: str, words: str, number: int | None = None, body=None) -> dict:
    return {"class": name, "words": words, "errno": number, "body": body}


def explained(error: dict, base: str = f"{BASE}/v1", opened: bool = False):
    lane = Lane(Path.LITELLM, "ai/smollm2", base, Secret("sk-very-secret"))
    return explain_error(lane, sdk_request(lane, [], {}).wire, error, opened=opened)


def refused_by_engine(status: int, body: str, base: str = f"{BASE}/v1"):
    error = {"class": "X", "message": f"litellm.X: {body}", "status": status, "body": body}
    return explained(error, base)


def test_a_base_without_v1_gets_the_cure_with_the_whole_base() -> None:
    failure = refused_by_engine(404, "not found\n", BASE)
    assert failure.kind == "wrong-route"
    assert failure.cure == f"End the base with /v1: {BASE}/v1"
    assert failure.command.endswith(f"--lane litellm:ai/smollm2@{BASE}/v1")
    assert failure.tried == f"POST {BASE}/chat/completions"
    assert "HTTP 404 Not Found\nnot found" in failure.seen
    assert failure.seen.endswith("LiteLLM says: litellm.X: not found")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "error while getting model: model not found", "model-not-pulled"),
        (404, "backend not found", "engine-unknown"),
        (401, '{"error":{"message":"Invalid API Key"}}', "key-rejected"),
    ],
)
def test_the_engines_own_words_are_read_as_on_an_sdk_lane(status, body, kind) -> None:
    assert refused_by_engine(status, body).kind == kind


@pytest.mark.parametrize(
    ("behind", "kind", "seen"),
    [
        (
            [CONNECT_ERROR, link("ConnectionRefusedError", "[Errno 111] Connect call failed", 111)],
            "nothing-listening",
            "ConnectionRefusedError",
        ),
        ([link("gaierror", "[Errno -2] Name or service not known", -2)], "name-not-resolved", ""),
        ([CONNECT_ERROR, link("ClientConnectorSSLError", "[SSL: WRONG]")], "tls-mismatch", ""),
        (
            [CONNECT_ERROR, link("ClientConnectorCertificateError", "self-signed", None)],
            "certificate-refused",
            "",
        ),
        (
            [link("ReadError", "Server disconnected"), link("ServerDisconnectedError", "")],
            "connection-reset",
            "Server disconnected",
        ),
        ([link("ConnectTimeout", "Connection timeout to host")], "connect-timeout", ""),
    ],
)
def test_a_connection_error_is_told_apart_by_what_is_behind_it(behind, kind, seen) -> None:
    chain = [link("InternalServerError", CONNECTION["message"]), *behind]
    failure = explained({**CONNECTION, "chain": chain})
    assert failure.kind == kind
    assert seen in failure.seen
    assert failure.seen.endswith("Connection error.")


@pytest.mark.parametrize(
    ("behind", "kind"),
    [
        (link("APIError", "slot crashed", None, {"message": "slot crashed"}), "engine-error-in-"),
        (link("JSONDecodeError", "Expecting property name"), "malformed-stream"),
        (link("ReadError", "Response payload is not completed"), "truncated-stream"),
    ],
)
def test_what_breaks_in_the_middle_of_an_answer_is_told_apart(behind, kind) -> None:
    chain = [link("MidStreamFallbackError", ""), behind]
    failure = explained({**MIDSTREAM, "chain": chain}, opened=True)
    assert failure.kind.startswith(kind)
    assert behind["words"] in failure.seen


@pytest.mark.parametrize(
    ("name", "message", "kind"),
    [
        ("UnsupportedParamsError", "does not support parameters: ['x']", "parameter-unsupported"),
        ("MidStreamFallbackError", "The model is repeating the same chunk = a", "repeated-chunk"),
        ("Timeout", "litellm.Timeout: Request timed out.", "timeout"),
        ("BadRequestError", "litellm.BadRequestError: odd", "litellm-error"),
    ],
)
def test_what_litellm_decides_by_itself_is_said_to_be_its_own(name, message, kind) -> None:
    failure = explained({"class": name, "message": message, "chain": [link(name, message)]})
    assert failure.kind == kind
    assert message in failure.seen


def test_a_base_without_a_scheme_is_written_whole_in_the_cure() -> None:
    failure = explained({**CONNECTION, "chain": []}, "localhost:12434")
    assert failure.kind == "bad-address"
    assert f"{BASE}/v1" in failure.cure


def test_a_key_that_a_server_echoes_is_masked_everywhere() -> None:
    failure = refused_by_engine(401, '{"error":{"message":"bad key sk-very-secret"}}')
    assert "sk-very-secret" not in repr(failure)
    assert "••••" in failure.seen
