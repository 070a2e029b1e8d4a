"""Follows what a runner receives and what it logs, for as long as somebody looks.

As of docker/model-runner: `pkg/metrics/openai_recorder.go` and `pkg/logs`.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

import httpx

from ..failures import Failure
from ..lanes import Lane, Path
from ..wire.address import EngineAddress
from ..wire.jsontext import NotJson, read_json
from ..wire.sse import SseDecoder, SseEvent, SseOverflow
from ..wire.unpacking import beginning, unpacked
from .exchange import Exchange, answered, is_page
from .failing import SHOWN, ended, failure_of, oversized
from .received import AnsweredRequest, read_answered

LONGEST_EVENT = 64 * 1024 * 1024
"""Bytes: ten MiB of a request and what was answered, escaped once more."""
LONGEST_LINE = 100_000
"""Bytes of a log's line that are shown."""
PATIENCE = httpx.Timeout(None, connect=5.0)
_REQUESTS = ("existing_request", "new_request")


async def follow_requests(
    address: EngineAddress, client: httpx.AsyncClient
) -> AsyncGenerator[AnsweredRequest | Failure]:
    """What it has on record, then each request as its answer ends; a `Failure` is the last.

    A request that is cancelled on the way stands there with status 200 and what had come.
    """
    url = address.runner_url("/engines/requests?include_existing=true")
    # Compared as a whole by the runner: with more in it, it answers with a plain list.
    headers = {"accept": "text/event-stream"}
    decoder, first, seen = SseDecoder(LONGEST_EVENT), b"", False
    async with aclosing(_pieces(address, client, url, headers)) as pieces:
        async for piece in pieces:
            if isinstance(piece, Failure):
                yield piece
                return
            first = first or piece[:SHOWN]
            try:
                events = decoder.feed(piece)
            except SseOverflow as problem:
                yield oversized(url, str(problem))
                return
            seen = seen or bool(events)
            for request in _requests(events):
                yield request
    # What said something and no event was no event stream: a list, or a page.
    told = Exchange(method="GET", url=url, status=200, body=first)
    yield ended(url, "list of requests") if seen or not first else failure_of(_lane(address), told)


async def follow_log(
    address: EngineAddress, client: httpx.AsyncClient, *, engines: bool = True
) -> AsyncGenerator[str | Failure]:
    """The log's lines so far, then each as it comes; a `Failure` is the last.

    Servers before v1.1.29 have no such route, and answer 404. `engines` False leaves the
    engines' own lines out.
    """
    query = "follow=true" if engines else "follow=true&no-engines=true"
    url, held = address.runner_url(f"/logs?{query}"), b""
    last: Failure = ended(url, "log")
    async with aclosing(_pieces(address, client, url, {})) as pieces:
        async for piece in pieces:
            if isinstance(piece, Failure):
                last = piece
                break
            *lines, held = (held + piece).split(b"\n")
            held = held[:LONGEST_LINE]
            for line in lines:
                yield line[:LONGEST_LINE].decode("utf-8", "replace").rstrip("\r")
    if held:
        yield held.decode("utf-8", "replace")
    yield last


async def _pieces(
    address: EngineAddress, client: httpx.AsyncClient, url: str, headers: dict[str, str]
) -> AsyncGenerator[bytes | Failure]:
    try:
        async with client.stream("GET", url, headers=headers, timeout=PATIENCE) as response:
            if response.status_code != 200 or is_page(response.headers):
                body = await beginning(response, SHOWN)
                yield failure_of(_lane(address), answered("GET", url, response, body))
                return
            async with aclosing(unpacked(response)) as pieces:
                async for piece in pieces:
                    yield piece
    except (httpx.HTTPError, OSError) as problem:
        yield _lost(address, url, problem)


def _requests(events: Sequence[SseEvent]) -> list[AnsweredRequest]:
    return [one for event in events if event.event in _REQUESTS for one in _read(event.data)]


def _read(data: str) -> list[AnsweredRequest]:
    try:
        return read_answered(read_json(data))
    except NotJson:
        return []


def _lost(address: EngineAddress, url: str, problem: Exception) -> Failure:
    return failure_of(_lane(address), Exchange(method="GET", url=url, error=problem))


def _lane(address: EngineAddress) -> Lane:
    return Lane(Path.SDK, "", address.given)
