"""Processes that record sessions, each in its slot, until they are killed."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import crashing_recorder

from quayside.app.core.sessions.model import KeptReply, WholeSession

LOST_SECONDS = 0.25
"""So much of a reply may be lost."""


@dataclass
class Slot:
    """A folder, and the process that records there now; `told` is when it took each event."""

    number: int
    folder: Path
    lines: asyncio.Queue[list[str]] = field(default_factory=asyncio.Queue)
    child: int = 0
    kept: str = ""
    running: str = ""
    told: list[float] = field(default_factory=list)

    async def start(self, orders: asyncio.StreamWriter, events: int) -> None:
        """Have a process record until it has taken so many events of its running reply."""
        self.told, self.child = [], 0
        orders.write(f"{self.number} {self.folder}\n".encode())
        await self.until(events)

    async def until(self, events: int) -> None:
        while len(self.told) < events or not self.child:
            self._note(await self.lines.get())

    async def kill(self) -> float:
        """When it was killed; returns when its locks are free."""
        os.kill(self.child, signal.SIGKILL)
        killed = time.monotonic()
        while (words := await self.lines.get())[0] != "gone":
            self._note(words)
        return killed

    def owed(self, killed: float) -> int:
        """How many events must be kept."""
        # A machine that gave the process no time took it from the store's thread as well.
        gaps = [later - earlier for earlier, later in pairwise([*self.told, killed])]
        starved = max(0.0, max(gaps) - 2 * crashing_recorder.PAUSE)
        return sum(at <= killed - LOST_SECONDS - starved for at in self.told)

    def _note(self, words: list[str]) -> None:
        match words:
            case ["born", child]:
                self.child = int(child)
            case ["kept", session]:
                self.kept = session
            case ["running", session]:
                self.running = session
            case ["event", _, at]:
                self.told.append(float(at))


@asynccontextmanager
async def recorders(slots: Sequence[Slot]) -> AsyncIterator[asyncio.StreamWriter]:
    """Gives where to order new processes; those that live are killed in the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, crashing_recorder.__file__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )

    async def hand_out() -> None:
        async for line in process.stdout:
            number, *words = line.decode().split()
            slots[int(number)].lines.put_nowait(words)

    handing = asyncio.create_task(hand_out())
    try:
        yield process.stdin
    finally:
        process.stdin.close()
        await asyncio.gather(handing, process.wait())


def numbers(reply: KeptReply) -> list[int]:
    """Of the events that a reply of theirs is made of."""
    calls = "".join(call.arguments for call in reply.tool_calls)
    return sorted(int(word) for word in f"{reply.text} {reply.reasoning} {calls}".split())


def only_reply(whole: WholeSession | None) -> KeptReply:
    assert whole is not None
    return whole.turns[0].replies[0]
