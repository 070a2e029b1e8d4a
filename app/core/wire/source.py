"""What the rest of Quayside asks for when it wants an answer."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from ..lanes import Lane, Message

if TYPE_CHECKING:
    from ..events import Event

LoadingProbe = Callable[[Lane], Awaitable[bool]]
"""Tells whether the runner of a lane is loading the lane's model just now."""


class ReplySource(Protocol):
    """Anything that answers: a real engine, or a script in a test."""

    def reply(self, lane: Lane, messages: Sequence[Message]) -> "AsyncGenerator[Event, None]":
        """Stream the events of one answer; the last one is `Finished` or `Failed`.

        Closing the generator stops the answer at its source.
        """
        ...

    async def close(self) -> None:
        """Let go of all connections. Replies that still run are cut off."""
        ...
