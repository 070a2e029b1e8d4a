"""What an exception of LiteLLM's SDK stands for: more than LiteLLM's own string tells.

LiteLLM says "Connection error." for a refused port, an unknown name and a reset alike; the
exceptions behind its own, and the engine's response among them, tell which it was.
"""

import json
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import replace

import httpx

from ..failures import Failure
from ..lanes import Lane
from ..wire.address import AddressError, parse_engine_base
from ..wire.causes import StreamFault, explain_exception, explain_response, explain_stream
from ..wire.causes.evidence import Words, failure, fill, place_facts, scrub
from ..wire.jsontext import JsonObject, as_count, as_list, as_object, as_text
from ..wire.wire_request import WireRequest

_NUMBER = re.compile(r"^\[Errno -?\d+\] ")
_NO_VERSION = Words(
    "wrong-route",
    "LiteLLM's request reached no route: its base has no /v1",
    "LiteLLM adds only /chat/completions to the base, and a Docker Model Runner answers under "
    "/v1 alone. (An sdk lane does not depend on it.)",
    "End the base with /v1: {litellm_base}",
    "quayside chat hi --lane litellm:{model}@{litellm_base}",
)
_NO_SCHEME = Words(
    "bad-address",
    "LiteLLM cannot use the base {base}",
    "It takes the base as it stands, and this one has no http:// in front.",
    "Write it whole: {litellm_base}",
    "quayside chat hi --lane litellm:{model}@{litellm_base}",
)
_UNSUPPORTED = Words(
    "parameter-unsupported",
    "LiteLLM refuses a parameter for this provider",
    "It sent nothing: {message}",
    "Leave the parameter out, or add drop_params=true to the lane.",
)
_REPEATED = Words(
    "repeated-chunk",
    "LiteLLM stopped the answer: the model repeats itself",
    "After 100 equal pieces LiteLLM gives up; the engine itself would go on.",
    "Raise repeat_penalty or temperature, or set REPEATED_STREAMING_CHUNK_LIMIT=1000 for "
    "LiteLLM; an sdk lane has no such limit.",
)
_TIMEOUT = Words(
    "timeout",
    "the engine did not answer in LiteLLM's time",
    "LiteLLM gave up and closed the connection; a model that was still loading is then never "
    "loaded.",
    "Load the model first, or add timeout=… (in seconds) to the lane.",
)
_UNKNOWN = Words(
    "litellm-error",
    "LiteLLM failed: {class}",
    "It says: {message}",
    "Send the same through an sdk lane: where that works, the cause is in LiteLLM or in what "
    "the lane's parameters mean to it.",
)
_TRANSPORT = {
    "ConnectTimeout": httpx.ConnectTimeout,
    "ProxyError": httpx.ProxyError,
    "RemoteProtocolError": httpx.RemoteProtocolError,
    "ReadError": httpx.ReadError,
    "WriteError": httpx.WriteError,
    "ConnectError": httpx.ConnectError,
}


def explain_error(
    lane: Lane, request: WireRequest, error: JsonObject, *, opened: bool = False
) -> Failure:
    """The failure that the worker's `error` stands for; `opened` tells that a reply had begun.

    What LiteLLM itself says stands last in `seen`.
    """
    found = _explain(lane, request, error, opened=opened)
    said = scrub([lane.key], as_text(error.get("message")))
    return replace(found, seen=f"{found.seen}\nLiteLLM says: {said}".strip())


def _explain(lane: Lane, request: WireRequest, error: JsonObject, *, opened: bool) -> Failure:
    own = _own_words(lane, error)
    if own is not None:
        return _filled(own, lane, request, error)
    if "body" in error:
        return _explain_response(lane, request, error)
    links = [as_object(link) for link in as_list(error.get("chain"))]
    if opened:
        return _explain_stream(lane, request, links)
    problem = _transport_problem(links)
    if problem is not None:
        return explain_exception(lane, request, problem)
    return _filled(_UNKNOWN, lane, request, error)


def _own_words(lane: Lane, error: JsonObject) -> Words | None:
    """What LiteLLM decided by itself."""
    name, message = as_text(error.get("class")), as_text(error.get("message"))
    if "://" not in lane.base:
        return _NO_SCHEME
    if name == "UnsupportedParamsError":
        return _UNSUPPORTED
    if "repeating the same chunk" in message:
        return _REPEATED
    return _TIMEOUT if name == "Timeout" and "body" not in error else None


def _filled(words: Words, lane: Lane, request: WireRequest, error: JsonObject) -> Failure:
    message = as_text(error.get("message")).strip().partition("\n")[0]
    facts = _facts(lane) | {"class": as_text(error.get("class")), "message": message}
    return failure(fill(words, facts), lane, request, "")


def _facts(lane: Lane) -> dict[str, str]:
    facts = place_facts(lane)
    try:
        return facts | {"litellm_base": parse_engine_base(lane.base).litellm_base}
    except AddressError:
        return facts


def _explain_response(lane: Lane, request: WireRequest, error: JsonObject) -> Failure:
    status = as_count(error.get("status")) or 0
    headers = {name: as_text(value) for name, value in as_object(error.get("headers")).items()}
    body = as_text(error.get("body"))
    found = explain_response(lane, request, status, headers, body.encode("utf-8", "replace"))
    base = lane.base.strip().rstrip("/")
    if status in (404, 405) and base != _facts(lane).get("litellm_base"):
        return replace(_filled(_NO_VERSION, lane, request, error), seen=found.seen)
    return found


def _explain_stream(lane: Lane, request: WireRequest, links: Sequence[JsonObject]) -> Failure:
    fault, raw = StreamFault.TRUNCATED, ""
    for link in links:
        if link.get("body"):
            fault, raw = StreamFault.ENGINE_ERROR, json.dumps({"error": link["body"]})
        elif link.get("class") == "JSONDecodeError":
            fault = StreamFault.MALFORMED
    detail = "" if raw else _last_words(links)
    return explain_stream(lane, request, fault, headers={}, raw=raw, detail=detail)


def _last_words(links: Sequence[JsonObject]) -> str:
    """Those of the first exception behind LiteLLM's own, which are the plainest."""
    words = [as_text(link.get("words")) for link in links[1:2]]
    return next(iter(words), "")


def _transport_problem(links: Sequence[JsonObject]) -> Exception | None:
    """The nearest to the cause, as an exception of our own process."""
    found = [problem for link in links for problem in _problems(link)]
    system = [problem for problem in found if isinstance(problem, OSError)]
    return next(reversed([*found, *system]), None)


def _problems(link: JsonObject) -> Iterator[Exception]:
    name, words = as_text(link.get("class")), as_text(link.get("words"))
    number = link.get("errno")
    plain = _NUMBER.sub("", words)
    if name in ("SSLCertVerificationError", "ClientConnectorCertificateError"):
        yield ssl.SSLCertVerificationError(plain)
    elif name.startswith(("SSL", "ClientConnectorSSL")):
        yield ssl.SSLError(plain)
    elif name == "gaierror":
        yield socket.gaierror(number, plain)
    elif isinstance(number, int):
        yield OSError(number, plain)
    elif name in _TRANSPORT:
        yield _TRANSPORT[name](words)
