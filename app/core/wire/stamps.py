"""When one exchange reached its points, told by the transport that saw them."""

from dataclasses import dataclass

import httpx

from ..events import Connection

EXTENSION = "quayside.stamps"
"""The name under which a response carries its stamps among its extensions."""


@dataclass(slots=True)
class Stamps:
    """Moments in seconds of `time.monotonic()`, in the order in which they happen."""

    connecting_at: float
    connected_at: float
    """The same as `connecting_at` where a connection was used again."""
    reused: bool
    sent_at: float
    """The request's last byte was handed to the system; at the latest, when an answer began."""
    first_byte_at: float
    """The first byte of the final response was read from the socket."""
    piece_at: float
    """The piece of the body that was given last was read; in the end, the body's end was."""

    def connection(self) -> Connection:
        return Connection(self.reused, self.connected_at - self.connecting_at, self.sent_at)


def stamps_of(response: httpx.Response) -> Stamps | None:
    """None where another transport made the response: behind TLS, a web proxy, in a script."""
    stamps = response.extensions.get(EXTENSION)
    return stamps if isinstance(stamps, Stamps) else None
