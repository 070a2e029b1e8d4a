"""A reply that began well and did not end well, explained."""

from collections.abc import Mapping
from enum import StrEnum

from ...failures import Failure
from ...lanes import Lane
from ..wire_request import WireRequest
from .evidence import Evidence, Words, facts_of, failure, fill
from .responses import TEXT_RULES, first_match, seen_response


class StreamFault(StrEnum):
    """What was wrong with a reply whose status was good."""

    TRUNCATED = "truncated-stream"
    ENGINE_ERROR = "engine-error-in-stream"
    MALFORMED = "malformed-stream"
    MALFORMED_ANSWER = "malformed-answer"
    OVERSIZED = "oversized-answer"
    EMPTY = "empty-answer"
    NO_CHOICES = "no-choices"
    HTML = "not-an-api"
    WRONG_TYPE = "wrong-content-type"


_WORDS: Mapping[StreamFault, tuple[str, str, str, str]] = {
    StreamFault.TRUNCATED: (
        "the answer was cut off",
        "The stream ended without a finish_reason: the engine ended or was unloaded, or "
        "something between closed the connection. The text so far is incomplete.",
        "Send again; if it stays, read the engine's log.",
        "docker model logs",
    ),
    StreamFault.ENGINE_ERROR: (
        "the engine failed in the middle of the answer: {message}",
        "The server reported it inside the stream, after it had begun with status 200.",
        "Send again; if it stays, read the engine's log.",
        "docker model logs",
    ),
    StreamFault.MALFORMED: (
        "a piece of the stream is no JSON",
        "The server, or something between, damaged the stream: {message}",
        "Send again; ask the engine straight if a gateway stands between.",
        "",
    ),
    StreamFault.MALFORMED_ANSWER: (
        "the answer is no JSON",
        "Status 200, but the body breaks off or is no chat completion: {message}",
        "Check that the base leads to an OpenAI-compatible API.",
        "",
    ),
    StreamFault.OVERSIZED: (
        "the answer is larger than is sane",
        "Reading stopped: {message}",
        "Check what answers at this base; limit max_tokens.",
        "",
    ),
    StreamFault.EMPTY: (
        "the server answered with nothing",
        "Status 200 and no body: a preload-only request, a proxy that swallows bodies, or an "
        "engine that ended at once.",
        "Send again; ask the engine straight if something stands between.",
        "",
    ),
    StreamFault.NO_CHOICES: (
        "the answer holds no choice",
        "The JSON is well formed, but nothing in it is an answer.",
        "Check that the base leads to an OpenAI-compatible chat API, and the model chats.",
        "",
    ),
    StreamFault.HTML: (
        "a web page answered instead of an API",
        "Another program has this port, or a login page stands between.",
        "Check the port: a Docker Model Runner has 12434, a LiteLLM Proxy 4000.",
        "",
    ),
    StreamFault.WRONG_TYPE: (
        "the answer is neither JSON nor an event stream",
        "Its content type is {content_type}: another API answers here, or something between "
        "rewrites responses.",
        "Check that the base leads to an OpenAI-compatible API.",
        "",
    ),
}


def explain_stream(
    lane: Lane,
    request: WireRequest,
    fault: StreamFault,
    *,
    headers: Mapping[str, str],
    raw: str,
    detail: str = "",
) -> Failure:
    """The failure of a reply with status 200.

    `raw` is what shows the fault (an error object, the last bytes), `detail` the
    reader's or the operating system's own words.
    """
    evidence = Evidence(lane=lane, request=request, status=200, headers=headers, body=raw)
    words = _from_text(evidence) if fault is StreamFault.ENGINE_ERROR else None
    if words is None:
        facts = facts_of(evidence)
        facts |= {"message": detail} if detail else {}
        words = fill(Words(fault.value, *_WORDS[fault]), facts)
    note = f"\n({detail})" if detail else ""
    return failure(words, lane, request, seen_response(200, raw) + note)


def _from_text(evidence: Evidence) -> Words | None:
    """A known cause in the error's own words; rules that go by status do not fit a stream."""
    return first_match((rule for rule in TEXT_RULES if rule.pattern), evidence)
