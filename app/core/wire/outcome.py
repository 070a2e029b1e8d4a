"""Reading one answer to its end without a screen."""

from collections.abc import Callable, Sequence
from contextlib import aclosing

from ..conversation import Reply
from ..events import Event
from ..lanes import Lane, Message
from .source import ReplySource


async def collect(
    source: ReplySource,
    lane: Lane,
    messages: Sequence[Message],
    *,
    on_event: Callable[[Event], None] | None = None,
) -> Reply:
    """One whole reply with its figures; a failure is in `reply.tally.failure`.

    `on_event` is called with each event as it comes. Cancelling stops the engine.
    """
    reply = Reply(lane)
    async with aclosing(source.reply(lane, messages)) as events:
        async for event in events:
            reply.tally.note(event)
            if on_event is not None:
                on_event(event)
    return reply
