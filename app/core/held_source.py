"""A source some of whose lanes could not be prepared."""

from collections.abc import AsyncGenerator, Sequence
from time import monotonic

from .events import Event, Failed, Phase, PhaseEntered
from .failures import Failure
from .lanes import Lane, Message
from .wire.source import ReplySource


class HeldSource:
    """Answers for the lanes that are held with the reason, and for no other."""

    def __init__(self, source: ReplySource, held: Sequence[tuple[Lane, Failure]]) -> None:
        self._source = source
        self._held = held

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        failure = next((why for held, why in self._held if _same_way(held, lane)), None)
        if failure is not None:
            yield PhaseEntered(monotonic(), Phase.CONNECTING)
            yield Failed(monotonic(), failure)
            return
        events = self._source.reply(lane, messages)
        try:
            async for event in events:
                yield event
        finally:
            await events.aclose()

    async def close(self) -> None:
        await self._source.close()


def _same_way(one: Lane, other: Lane) -> bool:
    # Parameters are settled after the preparation, and change nothing about it.
    return (one.path, one.model, one.base) == (other.path, other.model, other.base)
