"""Ends work as soon as the client that asked for it hangs up."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.types import Receive


async def until_hang_up(receive: Receive, work: Coroutine[Any, Any, None]) -> None:
    """Run `work`; when the client hangs up first, cancel it and wait for its end.

    The body of the request must have been read: only the hang-up is left to receive.
    """
    working = asyncio.ensure_future(work)
    watching = asyncio.ensure_future(_hang_up(receive))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        watching.cancel()
        working.cancel()
        await asyncio.wait({working, watching})
    if not working.cancelled():
        working.result()


async def _hang_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
