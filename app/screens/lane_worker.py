"""The one loop that consumes a lane: events come in, a page and a tally are written."""

from contextlib import aclosing

from ..core.conversation import Reply
from ..core.events import Event, Failed, ReasoningDelta, TextDelta, ToolCallDelta
from ..core.failures import Failure
from ..core.figures import ReplyTally
from ..core.lanes import Message
from .desk import Desk
from .reply_page import ReplyPage, write_end
from .sessions.book import ReplyEntry


async def read_reply(
    desk: Desk, reply: Reply, messages: list[Message], page: ReplyPage, entry: ReplyEntry
) -> None:
    """Have `reply` answered to its end, written on `page` and kept by `entry`.

    Cancelling stops the answer at its source and keeps what had come.
    """
    page.begin()
    try:
        with desk.full_collections.put_off():
            await _read(desk, reply, messages, page, entry)
    finally:
        if not reply.tally.settled:
            reply.stopped = True
            reply.tally.gather()
        entry.end()
        write_end(page, reply)


async def _read(
    desk: Desk, reply: Reply, messages: list[Message], page: ReplyPage, entry: ReplyEntry
) -> None:
    lane = await desk.board.ready(reply.lane)
    if isinstance(lane, Failure):
        reply.tally.note(Failed(desk.kit.clock(), lane))
        return
    reply.lane = lane
    entry.begin()
    async with aclosing(desk.kit.source.reply(lane, messages)) as events:
        async for event in events:
            reply.tally.note(event)
            entry.note(event)
            _write(event, page, reply.tally)


def _write(event: Event, page: ReplyPage, tally: ReplyTally) -> None:
    match event:
        case TextDelta(text=text):
            page.reasoned(tally.reasoning_time)
            page.feed(text)
        case ReasoningDelta(text=text):
            page.feed_reasoning(text)
        case ToolCallDelta(index=index, name=name, arguments=arguments):
            page.feed_call(index, name, arguments)
        case _:
            pass
