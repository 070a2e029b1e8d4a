"""The framings of an HTTP/1.1 response body (RFC 9112, section 6)."""

import re
from typing import Protocol

import httpx

from .http_head import LineBlock, ResponseHead, read_trailers, shown

_LINE_LIMIT = 1024
_SIZE_LINE = rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]{0,%d})?\r\n" % _LINE_LIMIT
_FIRST_SIZE = re.compile(_SIZE_LINE)
_NEXT_SIZE = re.compile(rb"\r\n" + _SIZE_LINE)
_BEGUN_SIZE = re.compile(rb"(?:[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]{0,%d})?\r?)?" % _LINE_LIMIT)
_LENGTH = re.compile(rb"[0-9]{1,18}")
_WITHOUT_BODY = (204, 304)


class BrokenBody(httpx.RemoteProtocolError):
    """The framing is wrong; `pieces` are those that came before, in the same bytes."""

    def __init__(self, message: str, pieces: list[bytes]) -> None:
        super().__init__(message)
        self.pieces = pieces


class Body(Protocol):
    complete: bool
    surplus: bool
    """Whether more came than the framing allows: nothing can follow on this connection."""

    def take(self, data: bytes) -> list[bytes]:
        """The pieces of the body in the next bytes. Raises `httpx.RemoteProtocolError`."""
        ...

    def end(self) -> None:
        """The server closed. Raises `httpx.RemoteProtocolError` where that cuts the body."""
        ...


def body_of(head: ResponseHead, method: str) -> Body:
    """How the body behind a head ends. Raises `httpx.RemoteProtocolError` where that is unclear."""
    length = _length(head)
    chunked = _is_chunked(head)
    if chunked and length is not None:
        raise httpx.RemoteProtocolError("both Content-Length and Transfer-Encoding are given")
    if method == "HEAD" or head.status in _WITHOUT_BODY:
        return LengthBody(0)
    if chunked:
        return ChunkedBody()
    return OpenBody() if length is None else LengthBody(length)


class LengthBody:
    def __init__(self, length: int) -> None:
        self.complete = length == 0
        self.surplus = False
        self._length = self._left = length

    def take(self, data: bytes) -> list[bytes]:
        self.surplus = len(data) > self._left
        piece = data[: self._left]
        self._left -= len(piece)
        self.complete = self._left == 0
        return [piece] if piece else []

    def end(self) -> None:
        if not self.complete:
            came = self._length - self._left
            raise httpx.RemoteProtocolError(
                f"the server closed the connection after {came} of {self._length} bytes"
            )


class OpenBody:
    """Ends where the server closes; whether it is whole, its own format must tell."""

    def __init__(self) -> None:
        self.complete = False
        self.surplus = False

    def take(self, data: bytes) -> list[bytes]:
        return [data] if data else []

    def end(self) -> None:
        self.complete = True


class ChunkedBody:
    """Gives what there is of a chunk at once: a token must not wait for its chunk's end."""

    def __init__(self) -> None:
        self.complete = False
        self.surplus = False
        self._left = 0
        self._rest = b""
        self._size_line = _FIRST_SIZE
        self._trailers: LineBlock | None = None

    def take(self, data: bytes) -> list[bytes]:
        """Raises `BrokenBody`."""
        pieces: list[bytes] = []
        try:
            self._take(data, pieces)
        except httpx.RemoteProtocolError as problem:
            raise BrokenBody(str(problem), pieces) from problem
        return pieces

    def _take(self, data: bytes, pieces: list[bytes]) -> None:
        if self._rest:
            data, self._rest = self._rest + data, b""
        place = 0
        while self._trailers is None:
            if self._left:
                piece = data[place : place + self._left]
                if piece:
                    pieces.append(piece)
                self._left -= len(piece)
                if self._left:
                    return
                place += len(piece)
            size = self._size_line.match(data, place)
            if size is None:
                self._hold(data[place:])
                return
            place = size.end()
            self._note_size(int(size[1], 16))
        self._take_trailers(data[place:])

    def end(self) -> None:
        if not self.complete:
            raise httpx.RemoteProtocolError(
                "the server closed the connection before the last chunk of the body"
            )

    def _note_size(self, size: int) -> None:
        self._left = size
        self._size_line = _NEXT_SIZE
        if not size:
            # The line feed of the size line makes an empty line of what follows it at once.
            self._trailers = LineBlock(b"\n")

    def _hold(self, rest: bytes) -> None:
        if not self._begins_a_size_line(rest):
            raise httpx.RemoteProtocolError(f"illegal chunk of the body: {shown(rest)}")
        self._rest = rest

    def _begins_a_size_line(self, rest: bytes) -> bool:
        if self._size_line is _NEXT_SIZE:
            if not rest.startswith(b"\r\n"):
                return b"\r\n".startswith(rest)
            rest = rest[2:]
        return _BEGUN_SIZE.fullmatch(rest) is not None

    def _take_trailers(self, data: bytes) -> None:
        assert self._trailers is not None
        found = self._trailers.take(data)
        if found is not None:
            block, rest = found
            read_trailers(block.removeprefix(b"\n"))
            self.complete, self.surplus = True, bool(rest)


def _length(head: ResponseHead) -> int | None:
    if not head.has(b"content-length"):
        return None
    lengths = set(head.values(b"content-length"))
    if len(lengths) != 1:
        raise httpx.RemoteProtocolError("several Content-Lengths are given, and they differ")
    (length,) = lengths
    if not _LENGTH.fullmatch(length):
        raise httpx.RemoteProtocolError(f"illegal Content-Length: {shown(length)}")
    return int(length)


def _is_chunked(head: ResponseHead) -> bool:
    if not head.has(b"transfer-encoding"):
        return False
    codings = head.values(b"transfer-encoding")
    if codings != [b"chunked"] or head.version == b"HTTP/1.0":
        raise httpx.RemoteProtocolError(
            f"Transfer-Encoding is not understood: {shown(b', '.join(codings))}"
        )
    return True
