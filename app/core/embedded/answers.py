"""Answers in the shapes of the Go server: plain texts for errors, one line of JSON else."""

import json
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

BODY_LIMIT = 10 * 1024 * 1024


class Refused(Exception):
    """A request that is answered with an error text."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def error_answer(status: int, text: str) -> Response:
    """As Go's `http.Error`: text/plain with a newline at its end."""
    return PlainTextResponse(f"{text}\n", status, {"X-Content-Type-Options": "nosniff"})


def json_answer(value: Any, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(f"{text}\n", status, media_type="application/json")


async def read_body(request: Request) -> bytes:
    """The whole body. Raises `Refused` beyond `BODY_LIMIT`."""
    body, size = bytearray(), 0
    async for piece in request.stream():
        size += len(piece)
        # Read on to the end: a client that still sends would not see the answer.
        if size <= BODY_LIMIT:
            body += piece
    if size > BODY_LIMIT:
        raise Refused(400, "request too large")
    return bytes(body)


async def read_object(request: Request, refusal: str = "invalid request") -> dict[str, Any]:
    """The body as a JSON object; `null` is an empty one. Raises `Refused`."""
    return parse_object(await read_body(request), refusal)


def parse_object(body: bytes, refusal: str = "invalid request") -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise Refused(400, refusal) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(400, refusal)
    return cast("dict[str, Any]", value)


def text_field(document: dict[str, Any], name: str) -> str:
    """A field that must be a string where it is given. Raises `Refused`."""
    value = document.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(400, "invalid request")
    return value
