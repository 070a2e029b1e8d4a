"""A process that others fork from: each child records a session until it is killed.

Run by file path; each line of standard input is `SLOT FOLDER`. Children tell what they do on
standard output, a line at a time: `SLOT born PID`, `SLOT kept SESSION` once a finished session is
on the disk, `SLOT running SESSION`, and `SLOT event NUMBER TIME` right before each event is given
to the store. `SLOT gone PID` comes from the parent when the child's locks are free.
"""

import asyncio
import os
import signal
import sys
import time
from itertools import count
from pathlib import Path

from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.events import (
    Event,
    Finished,
    Phase,
    PhaseEntered,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
)
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.sessions.bridge import kept_session, kept_turn
from quayside.app.core.sessions.store import SessionStore, open_store

PAUSE = 0.003
LANE = Lane(LanePath.SDK, "ai/smollm2", "http://localhost:12434")
WHOLE = 20
"""Events of a finished reply."""


def event_of(number: int, at: float) -> Event:
    """Text, reasoning and arguments in turn; each carries its number."""
    match number % 5:
        case 0:
            return ReasoningDelta(at, f"{number} ")
        case 4:
            return ToolCallDelta(at, 0, "call", "sail", f"{number} ")
        case _:
            return TextDelta(at, f"{number} ")


def tell(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


async def record_whole(store: SessionStore, slot: str) -> None:
    session, turn, reply = Session(), Turn("What is kept?"), Reply(LANE)
    recording = store.recording(kept_session(session, [LANE]))
    recording.turn(kept_turn(turn))
    running = recording.begin(turn.id, 0, LANE)
    told = [PhaseEntered(0.0, Phase.STREAMING), *(event_of(n, 1.0 + n) for n in range(WHOLE))]
    for event in [*told, Finished(99.0, "stop")]:
        reply.tally.note(event)
        running.note(event)
    running.end(reply)
    await store.saved()
    tell(slot, "kept", session.id)


async def record_until_killed(slot: str, folder: Path) -> None:
    store = await open_store(folder)
    await record_whole(store, slot)
    session, turn = Session(), Turn("Count for ever.")
    recording = store.recording(kept_session(session, [LANE]))
    recording.turn(kept_turn(turn))
    running = recording.begin(turn.id, 0, LANE)
    await store.saved()
    tell(slot, "running", session.id)
    for number in count():
        now = time.monotonic()
        tell(slot, "event", number, now)
        running.note(event_of(number, now))
        await asyncio.sleep(PAUSE)


def main() -> None:
    slots: dict[int, str] = {}

    def reap(*_: object) -> None:
        while slots:
            child, _status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            tell(slots.pop(child), "gone", child)

    signal.signal(signal.SIGCHLD, reap)
    for line in sys.stdin:
        slot, folder = line.split(maxsplit=1)
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            asyncio.run(record_until_killed(slot, Path(folder.strip())))
        slots[child] = slot
        tell(slot, "born", child)
    for child in tuple(slots):
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
