"""Answers that have no end, or hardly one."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from kit.engine_transport import chunk
from kit.good_answers import JSON, TEXT, Good
from kit.misbehaving import Fault, Saying, answers, streams
from kit.raw_server import framed

MEGABYTE = 1_000_000
BLOCK = 65_536
EVERY = ("sdk, streamed", "sdk, whole", "runner's state", "load", "requests", "log", "pull")
STREAMED = ("sdk, streamed",)
MOST = 10
"""Megabytes that may be held on a way that holds no whole answers."""
HOLDING = {"sdk, whole": 75, "requests": 140}
"""These hold a whole answer, and a request with all that was answered to it."""
PACKED_ZEROS = gzip.compress(b"0" * 100 * MEGABYTE)


@dataclass(frozen=True)
class Endless:
    name: str
    fault: Fault
    ways: tuple[str, ...] = EVERY
    waits: tuple[str, ...] = ()
    """Ways that go on reading, because each piece is a good one, until a user stops them."""
    more: Mapping[str, int] = field(default_factory=dict)
    """Megabytes that may be held where `MOST` are not enough."""

    def bound(self, way: str) -> int:
        return self.more.get(way, MOST)


def headed(kind: bytes = b"", status: bytes = b"200 OK") -> Saying:
    def head(good: Good) -> bytes:
        told = replace(good, kind=kind or good.kind, status=status)
        return told.headed(b"Transfer-Encoding: chunked")

    return head


def again(unit: bytes, size: int) -> Iterable[bytes]:
    """`size` bytes of a unit, again and again, in chunks."""
    block = unit * max(1, BLOCK // len(unit))
    return [framed(block, last=False)] * (size // len(block) + 1)


class Pulled:
    """Lines of a pull, none twice; iterated anew by each who asks."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __iter__(self) -> Iterator[bytes]:
        for number in range(0, 10_000, 200):
            yield framed(b"".join(map(self._line, range(number, number + 200))), last=False)

    def _line(self, number: int) -> bytes:
        layer = {"id": f"sha256:{number}", "size": 9, "current": 9}
        told = {"type": self._kind, "message": f"{self._kind} {number} " * 120, "layer": layer}
        return json.dumps(told).encode() + b"\n"


def packed_zeros(good: Good) -> Good:
    return replace(good.as_whole(PACKED_ZEROS, good.kind), fields=(b"Content-Encoding: gzip",))


E = Endless
WHOLE = HOLDING | {"sdk, streamed": 75}
ENDLESS = (
    E("a line", streams(headed(), again(b"x", 100 * MEGABYTE)), waits=("log",), more=HOLDING),
    E("JSON", streams(headed(JSON), again(b'{"a":', 100 * MEGABYTE)), waits=("log",), more=WHOLE),
    E("a page", streams(headed(b"text/html"), again(b"<p>", 100 * MEGABYTE))),
    E("an error", streams(headed(TEXT, b"500 Broken"), again(b"x", 100 * MEGABYTE))),
    E("a head", streams(lambda _: b"HTTP/1.1 200 OK\r\n", [b"X-More: yes\r\n" * 5000] * 400)),
    E(
        "answers before the answer",
        streams(lambda _: b"", [b"HTTP/1.1 103 Hints\r\n\r\n" * 500] * 30),
        waits=EVERY,
    ),
    E("packed zeros", answers(packed_zeros), more=HOLDING),
    E("empty lines of one event", streams(headed(), again(b"data:\n", 6 * MEGABYTE)), STREAMED),
    E("comments", streams(headed(), again(b": ping\n\n", 3 * MEGABYTE)), STREAMED, STREAMED),
    E("words", streams(headed(), again(chunk("words "), 9 * MEGABYTE)), STREAMED, STREAMED),
    E("empty pieces", streams(headed(), again(chunk(""), 9 * MEGABYTE)), STREAMED, STREAMED),
    E("log lines", streams(headed(), again(b"a line\n", 3 * MEGABYTE)), ("log",), ("log",)),
    *(
        E(f"{kind} lines of a pull", streams(headed(), Pulled(kind)), ("pull",), ("pull",))
        for kind in ("progress", "warning", "error")
    ),
)
