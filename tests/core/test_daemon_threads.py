import asyncio
import threading

import pytest

from quayside.app.core.daemon_threads import DaemonThreads


def test_the_end_of_a_loop_does_not_wait_for_a_thread_that_hangs():
    released = threading.Event()

    async def main() -> str:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(DaemonThreads())
        hanging = loop.run_in_executor(None, released.wait)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await hanging
        return await asyncio.to_thread(lambda: "told")

    ended = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    ended.start()
    ended.join(5)
    hung = ended.is_alive()
    released.set()
    assert not hung


async def test_what_a_thread_raises_reaches_the_one_who_asked():
    asyncio.get_running_loop().set_default_executor(DaemonThreads())

    def breaks() -> None:
        raise OSError("no such name")

    with pytest.raises(OSError, match="no such name"):
        await asyncio.to_thread(breaks)
