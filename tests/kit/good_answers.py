"""What a healthy engine, gateway or runner answers to each request of the fault lab: "one two"."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kit.engine_transport import DONE, chunk
from kit.raw_server import framed

ONE, TWO = "one ", "two"
EVENTS, JSON, TEXT = b"text/event-stream", b"application/json", b"text/plain"


@dataclass(frozen=True)
class Good:
    """An answer in pieces, each a chunk on the wire; the first words come with the first piece."""

    pieces: tuple[bytes, ...]
    kind: bytes
    status: bytes = b"200 OK"
    follows: bool = False
    """Whether more would come: the connection stays open behind the last piece."""
    fields: tuple[bytes, ...] = ()

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)

    @property
    def chunked(self) -> bool:
        return self.follows or len(self.pieces) > 1

    @property
    def head(self) -> bytes:
        length = b"Content-Length: %d" % len(self.body)
        framing = b"Transfer-Encoding: chunked" if self.chunked else length
        return self.headed(framing)

    @property
    def unframed(self) -> bytes:
        """The head of an answer that ends where the connection does."""
        return self.headed()

    @property
    def first(self) -> bytes:
        """The body up to the first words; of an answer in one piece, half of it."""
        return self.pieces[0] if self.chunked else self.body[: len(self.body) // 2]

    @property
    def begun(self) -> bytes:
        """Head and first words, as they stand on the wire."""
        return self.head + (framed(self.first, last=False) if self.chunked else self.first)

    @property
    def wire(self) -> bytes:
        rest = framed(*self.pieces, last=not self.follows) if self.chunked else self.body
        return self.head + rest

    def headed(self, *framing: bytes) -> bytes:
        kind = (b"Content-Type: " + self.kind,) if self.kind else ()
        lines = (b"HTTP/1.1 " + self.status, *kind, *self.fields, *framing)
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def saying(self, *pieces: bytes) -> "Good":
        return replace(self, pieces=pieces)

    def swapped(self, old: bytes, new: bytes) -> "Good":
        return self.saying(*(piece.replace(old, new) for piece in self.pieces))

    def as_whole(self, body: bytes, kind: bytes = JSON, status: bytes = b"200 OK") -> "Good":
        """Another answer instead, in one piece."""
        return Good((body,), kind, status)


def good_answer(request: bytes) -> Good:
    """By the path of the request, and whether it asks for a stream."""
    target = request.split(b" ", 2)[1].partition(b"?")[0]
    if target.endswith(b"/chat/completions"):
        return _chat(request)
    for end, answer in _RUNNER.items():
        if target.endswith(end):
            return answer
    return Good((b"404 page not found",), TEXT, b"404 Not Found")


def _chat(request: bytes) -> Good:
    head, _, body = request.partition(b"\r\n\r\n")
    if b"x-preload-only" in head.lower():
        return Good((b"",), b"")
    if json.loads(body)["stream"]:
        return Good((chunk(ONE), chunk(TWO), chunk(finish="stop"), DONE), EVENTS)
    choice = {"index": 0, "message": {"content": ONE + TWO}, "finish_reason": "stop"}
    return _json({"choices": [choice], "model": "ai/smollm2"})


def _json(value: object) -> Good:
    return Good((json.dumps(value).encode(),), JSON)


def _received(model: str, number: int) -> bytes:
    record = {"id": f"sha256:a_{number}", "model": model, "request": "{}"}
    shelf = {"model": "sha256:a", "config": {}, "records": [record]}
    return b"event: new_request\ndata: %b\n\n" % json.dumps([shelf]).encode()


def _pulled(lines: Sequence[tuple[str, str]]) -> tuple[bytes, ...]:
    layer = {"id": "sha256:a", "size": 9, "current": 9}
    told = [{"type": kind, "message": word, "total": 9, "layer": layer} for kind, word in lines]
    return tuple(json.dumps(line).encode() + b"\n" for line in told)


_ENGINES = {ONE: "Running: llama.cpp", TWO: "Not Installed"}
_RUNNER = {
    b"/engines/status": _json(_ENGINES),
    b"/models": _json([]),
    b"/engines/ps": _json([]),
    b"/engines/_configure": _json([]),
    b"/engines/df": _json({"models_disk_usage": 1}),
    b"/version": _json({"version": "v1.2"}),
    b"/engines/requests": Good((_received(ONE, 1), _received(TWO, 2)), EVENTS, follows=True),
    b"/logs": Good((b"one \n", b"two\n"), TEXT, follows=True),
    b"/models/create": Good(_pulled([("progress", ONE), ("success", TWO)]), JSON),
}
