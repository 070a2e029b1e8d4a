"""From an exchange that went wrong to a `Failure` with cause and cure."""

from ..failures import Failure
from ..lanes import Lane
from ..secret import MASK
from ..settings import DEFAULT_KEY
from ..wire.causes import explain_exception, explain_response
from ..wire.wire_request import WireRequest
from .exchange import Exchange, is_page

SHOWN = 64 * 1024
"""Bytes of an answer that are shown."""


class RunnerApiError(Exception):
    """A call to a runner's own API that failed; `failure` says what, why and what to do."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.summary)
        self.failure = failure


def failure_of(lane: Lane, exchange: Exchange) -> Failure:
    """What to tell about an exchange that did not give what was asked for."""
    # LiteLLM's own stand-in is no key to a server that wants one.
    keyed = lane.key.reveal() not in ("", DEFAULT_KEY)
    headers = {"authorization": MASK} if keyed else {}
    request = WireRequest(exchange.method, exchange.url, headers, b"")
    if exchange.error is not None:
        return explain_exception(lane, request, exchange.error)
    if exchange.cut and exchange.status < 300 and not is_page(exchange.headers):
        detail = f"more than {len(exchange.body)} bytes"
        return oversized(exchange.url, detail, exchange.method)
    if 200 <= exchange.status < 300:
        return _wrong_shape(exchange)
    body = exchange.body[:SHOWN]
    return explain_response(lane, request, exchange.status, exchange.headers, body)


def ended(url: str, what: str) -> Failure:
    """What is followed has no end of its own; `what` is such as `log`."""
    return Failure(
        kind="following-ended",
        summary=f"the runner ended its {what}",
        tried=f"GET {url}",
        seen="200, and the server closed the stream",
        cause="It was stopped or started anew, or something between ends what takes long.",
        cure="Look again; if nothing comes, see whether the runner runs.",
        command="docker model status",
    )


def oversized(url: str, detail: str, method: str = "GET") -> Failure:
    """Reading stopped at a bound; `detail` says at which."""
    return Failure(
        kind="oversized-answer",
        summary="the answer is larger than is sane",
        tried=f"{method} {url}",
        seen=f"200, and no end of it ({detail})",
        cause=f"Reading stopped: {detail}. What answers here is no runner, or it is broken.",
        cure="Check host and port of the base URL; Docker Model Runner's own port is 12434.",
        command="docker model status",
    )


def _wrong_shape(exchange: Exchange) -> Failure:
    return Failure(
        kind="not-a-runner",
        summary="the answer is not what a Docker Model Runner answers",
        tried=exchange.request_line,
        seen=exchange.seen[:SHOWN],
        cause="another program listens at this address, or a runner of another age",
        cure="Check host and port of the base URL; Docker Model Runner's own port is 12434.",
        command="docker model status",
    )
