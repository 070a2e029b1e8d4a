"""A lane that says nothing for too long is given up, so that the others get their turns."""

import asyncio
import time
from collections.abc import AsyncGenerator

from ..events import Event, Failed
from ..failures import Failure
from ..lanes import Lane


async def patient(
    events: AsyncGenerator[Event, None], lane: Lane, seconds: float
) -> AsyncGenerator[Event, None]:
    """The same events; after `seconds` without one, a failure ends them and the request."""
    try:
        while True:
            async with asyncio.timeout(seconds):
                event = await anext(events, None)
            if event is None:
                return
            yield event
    except TimeoutError:
        yield Failed(time.monotonic(), _gave_up(lane, seconds))
    finally:
        await events.aclose()


def _gave_up(lane: Lane, seconds: float) -> Failure:
    return Failure(
        kind="silent",
        summary=f"nothing came for {seconds:g} s",
        tried=f"a chat completion of {lane.model} at {lane.base}",
        seen="no byte, no error, no end",
        cause="The server has stalled, or a load or a prefill takes longer than that.",
        cure="Look at the server's log; where it only needs longer, give it longer.",
        command=f"quayside compare … --patience {seconds * 2:g}",
    )
