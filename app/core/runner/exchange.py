"""One request and what came of it, kept as evidence: bounded in time and in size."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import httpx

from ..lanes import JsonValue
from ..wire.jsontext import NotJson, read_json
from ..wire.unpacking import unpacked

MOST_BYTES = 2 * 1024 * 1024
"""A list of models is some kilobytes; more than this is not read."""
CONNECT_SHARE = 0.8
"""Of the time for an exchange, what connecting may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """`status` is 0 when no answer came; then `error` says why. Header names in lower case."""

    method: str
    url: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""
    milliseconds: float = 0.0
    error: Exception | None = None
    cut: bool = False
    """Whether the body was longer than what was read."""

    @property
    def request_line(self) -> str:
        return f"{self.method} {self.url}"

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace").strip()

    @property
    def timed_out(self) -> bool:
        return isinstance(self.error, (TimeoutError, httpx.TimeoutException))

    @property
    def seen(self) -> str:
        """Status and raw body, or the operating system's words."""
        if self.error is not None:
            return _words(self.error)
        return f"{self.status} {self.text}".rstrip()

    def json(self) -> JsonValue:
        """The body as JSON; None where it is none, whatever the server calls it."""
        try:
            return read_json(self.body)
        except NotJson:
            return None

    def json_object(self) -> dict[str, JsonValue]:
        """The body of a 2xx answer as a JSON object; empty where it is none."""
        value = self.json() if 200 <= self.status < 300 else None
        return value if isinstance(value, dict) else {}


def is_page(headers: Mapping[str, str]) -> bool:
    """Whether somebody answers for people: no runner sends HTML."""
    return headers.get("content-type", "").startswith("text/html")


def answered(method: str, url: str, response: httpx.Response, body: bytes) -> Exchange:
    """An answer that was read elsewhere, as evidence."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    status = response.status_code
    return Exchange(method=method, url=url, status=status, headers=headers, body=body)


async def exchange(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> Exchange:
    """Send one request and read at most `MOST_BYTES`; errors and time-outs are values.

    `seconds` bounds the whole of it, from connecting to the last byte.
    """
    started = time.monotonic()
    answer = Exchange(method=method, url=url)
    try:
        async with asyncio.timeout(seconds):
            answer = await _read(client, answer, dict(headers or {}), body, seconds)
    except TimeoutError:
        late = TimeoutError(f"no whole answer within {seconds:g} s")
        answer = replace(answer, error=late, milliseconds=_since(started))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
        answer = replace(answer, error=problem, milliseconds=_since(started))
    return answer


async def _read(
    client: httpx.AsyncClient,
    asked: Exchange,
    headers: dict[str, str],
    body: bytes,
    seconds: float,
) -> Exchange:
    # Uncompressed, so that the bound on the body is the bound on the memory.
    headers.setdefault("accept-encoding", "identity")
    if body:
        headers.setdefault("content-type", "application/json")
    started = time.monotonic()
    # The outer deadline would not tell a host that is away from a server that thinks.
    patience = httpx.Timeout(None, connect=seconds * CONNECT_SHARE)
    async with client.stream(
        asked.method, asked.url, headers=headers, content=body or None, timeout=patience
    ) as response:
        pieces, size = list[bytes](), 0
        async with aclosing(unpacked(response)) as source:
            async for piece in source:
                pieces.append(piece)
                size += len(piece)
                if size > MOST_BYTES:
                    break
        return replace(
            asked,
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=b"".join(pieces)[:MOST_BYTES],
            milliseconds=_since(started),
            cut=size > MOST_BYTES,
        )


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _since(started: float) -> float:
    return (time.monotonic() - started) * 1000
