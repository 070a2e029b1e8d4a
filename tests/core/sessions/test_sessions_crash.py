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
from random import Random

import crashing_recorder as recorder
import pytest
from kept_samples import unharmed

from quayside.app.core.events import ToolCall
from quayside.app.core.sessions.model import KeptReply, ReplyState, WholeSession
from quayside.app.core.sessions.store import SessionStore, open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9")

KILLS, SLOTS, SEED = 200, 8, 20
LOST_SECONDS = 0.25
LONGEST = 160
"""Events before a kill, at most: half a second and more, so that several ticks have passed."""


@dataclass
class Slot:
    """One folder in which Quayside is started and killed again and again."""

    folder: Path
    lines: asyncio.Queue[list[str]] = field(default_factory=asyncio.Queue)
    seen: dict[str, WholeSession] = field(default_factory=dict)


@dataclass(frozen=True)
class Death:
    """`told` is when each event was given to the store, up to the moment of the kill."""

    kept: str
    running: str
    told: Sequence[float]
    killed: float

    @property
    def starved(self) -> float:
        # A machine that gave the process no time took it from the store's thread as well.
        gaps = (later - earlier for earlier, later in pairwise([*self.told, self.killed]))
        return max(0.0, max(gaps, default=0.0) - 2 * recorder.PAUSE)

    @property
    def owed(self) -> int:
        """How many events must be there."""
        return sum(at <= self.killed - LOST_SECONDS - self.starved for at in self.told)


@asynccontextmanager
async def recorders(slots: Sequence[Slot]) -> AsyncIterator[asyncio.StreamWriter]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, recorder.__file__),
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


async def killed_after(slot: Slot, events: int) -> Death:
    told, names, child = [], {}, 0
    while len(told) < events or not child:
        match await slot.lines.get():
            case ["born", number]:
                child = int(number)
            case ["event", _, at]:
                told.append(float(at))
            case [word, session]:
                names[word] = session
    os.kill(child, signal.SIGKILL)
    killed = time.monotonic()
    while (words := await slot.lines.get())[0] != "gone":
        told.append(float(words[2]))
    return Death(names["kept"], names["running"], told, killed)


def numbers(reply: KeptReply) -> list[int]:
    calls = "".join(call.arguments for call in reply.tool_calls)
    return sorted(int(word) for word in f"{reply.text} {reply.reasoning} {calls}".split())


def only_reply(whole: WholeSession | None) -> KeptReply:
    assert whole is not None
    return whole.turns[0].replies[0]


async def check_after(slot: Slot, store: SessionStore, death: Death) -> None:
    assert store.notices == ()
    finished = only_reply(await store.open(death.kept))
    assert (finished.state, finished.reason) == (ReplyState.FINISHED, "stop")
    assert finished.tool_calls == (ToolCall("call", "sail", "4 9 14 19 "),)
    assert numbers(finished) == list(range(recorder.WHOLE))
    part = only_reply(await store.open(death.running))
    assert part.state is ReplyState.INTERRUPTED
    assert numbers(part) == list(range(len(numbers(part))))
    assert death.owed <= len(numbers(part)) <= len(death.told)
    for session, whole in slot.seen.items():
        assert await store.open(session) == whole
    for session in (death.kept, death.running):
        slot.seen[session] = await store.open(session)
    assert await store.count() == len(slot.seen)


async def kill_again_and_again(
    slot: Slot, number: int, orders: asyncio.StreamWriter, deaths: list[Death]
) -> None:
    random = Random(SEED + number)
    for _ in range(KILLS // SLOTS):
        orders.write(f"{number} {slot.folder}\n".encode())
        death = await killed_after(slot, random.randint(1, LONGEST))
        store = await open_store(slot.folder)
        try:
            await check_after(slot, store, death)
        finally:
            await store.close()
        deaths.append(death)


async def test_two_hundred_kills_lose_nothing_but_the_last_moments_of_the_running_reply(tmp_path):
    slots = [Slot(tmp_path / f"{number}") for number in range(SLOTS)]
    deaths: list[Death] = []
    async with recorders(slots) as orders, asyncio.TaskGroup() as group:
        for number, slot in enumerate(slots):
            group.create_task(kill_again_and_again(slot, number, orders, deaths))
    assert len(deaths) == KILLS
    # Most are killed after the store has begun to owe something.
    assert sum(death.owed > 0 for death in deaths) > KILLS / 4
    assert all(unharmed(slot.folder / "sessions.db") for slot in slots)
