"""An HTTP/1.1 response from bytes, cut anywhere, in bounded memory; does no input or output.

Strict where two readers of the same bytes could see two different answers.
"""

import httpx

from .http_body import Body, body_of
from .http_head import LineBlock, ResponseHead, read_head, shown

_BEGINNING = b"HTTP/1."


class ResponseParser:
    """Takes one response; every method may raise `httpx.RemoteProtocolError`, and only that."""

    def __init__(self, method: str = "GET") -> None:
        self.head: ResponseHead | None = None
        self.interim = 0
        """How many responses with a status below 200 came before."""
        self._method = method
        self._lines = LineBlock()
        self._body: Body | None = None

    @property
    def begun(self) -> bool:
        """Whether anything came of the response that is being read."""
        return self.head is not None or bool(self._lines.held)

    @property
    def complete(self) -> bool:
        return self._body is not None and self._body.complete

    @property
    def reusable(self) -> bool:
        """Whether the connection can serve another request; asked when all is complete."""
        if self.head is None or self._body is None or not self._body.complete or self._body.surplus:
            return False
        said = self.head.values(b"connection")
        return b"close" not in said and (self.head.version == b"HTTP/1.1" or b"keep-alive" in said)

    def feed(self, data: bytes) -> list[bytes]:
        """The pieces of the body that are in `data`."""
        if self._body is not None:
            return self._take(self._body, data)
        self._check_beginning(data)
        while (found := self._lines.take(data)) is not None:
            block, data = found
            head = read_head(block)
            if head.status >= 200:
                self.head, self._body = head, body_of(head, self._method)
                return self._take(self._body, data)
            self._skip(head)
            self._check_beginning(data)
        return []

    def end(self) -> None:
        """The server closed the connection."""
        if self._body is not None:
            self._body.end()
        elif self.begun:
            raise httpx.RemoteProtocolError("Server disconnected in the middle of the headers.")
        else:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")

    def _take(self, body: Body, data: bytes) -> list[bytes]:
        if body.complete:
            body.surplus = body.surplus or bool(data)
            return []
        return body.take(data)

    def _skip(self, head: ResponseHead) -> None:
        if head.status == 101:
            raise httpx.RemoteProtocolError("the server changed the protocol without being asked")
        self.interim += 1
        self._lines = LineBlock()

    def _check_beginning(self, data: bytes) -> None:
        beginning = self._lines.held[: len(_BEGINNING)] + data
        if not _BEGINNING.startswith(beginning[: len(_BEGINNING)]):
            line, _, _ = beginning.partition(b"\n")
            raise httpx.RemoteProtocolError(f"illegal status line: {shown(line)}")
