"""A source that knows whether anybody waits for an answer of its."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from ...events import Event
from ...lanes import Lane, Message
from ...wire.source import ReplySource


class CountedSource:
    """Hands everything to another source."""

    def __init__(self, source: ReplySource) -> None:
        self._source = source
        self._asked = 0

    def is_asked(self) -> bool:
        """Whether a reply is under way, from the request to its last event."""
        return self._asked > 0

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> AsyncGenerator[Event, None]:
        self._asked += 1
        try:
            async with aclosing(self._source.reply(lane, messages)) as events:
                async for event in events:
                    yield event
        finally:
            self._asked -= 1

    async def close(self) -> None:
        await self._source.close()
