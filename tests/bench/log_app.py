"""A session of many turns on the workbench: `python -m bench.log_app TURNS` tells what it costs.

Seconds of CPU for each of `read`, `show`, `step`, `page`, `add` and `search`, the longest `stall`
of the loop in the search, what a `plain` search of the same texts takes, and `bytes` that a turn
takes.
"""

import asyncio
import gc
import json
import os
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench.loop_meters import MeteredSelector

from kit.scripted import a_lane
from kit.stories import Story, story
from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.events import Finished, TextDelta, Usage
from quayside.app.core.garbage import FullCollections
from quayside.app.core.lanes import Lane
from quayside.app.core.sessions.bridge import kept_session, kept_turn, live_session
from quayside.app.core.sessions.model import WholeSession
from quayside.app.core.sessions.store import open_store
from quayside.widgets.find_field import FindField
from quayside.widgets.message_log import MessageLog

STEPS = 10
WORDS = ("quay", "night", "light", "harbour", "water", "turning", "tide", "of", "the", "at")


def a_session(turns: int, lane: Lane) -> Session:
    """Each turn with a prompt of a dozen words and an answer of sixty."""
    random, session = Random(1), Session()
    for number in range(turns):
        turn = Turn(f"{number} " + " ".join(random.choices(WORDS, k=12)), at=float(number))
        reply = Reply(lane)
        reply.tally.note(TextDelta(0.1, " ".join(random.choices(WORDS, k=60))))
        reply.tally.note(Finished(1.0, "stop", Usage(12, 60)))
        turn.replies[0] = reply
        session.add(turn)
    return session


async def pressed(told: Story, key: str, times: int) -> float:
    """The CPU seconds of one press, until what it shows is drawn."""
    began = time.process_time()
    for _ in range(times):
        await told.press(key)
    return (time.process_time() - began) / times


async def searched(told: Story, text: str) -> float:
    """The CPU seconds from the typing of `text` to its only hit on the screen."""
    await told.press("/")
    screen = told.app.screen
    began = time.process_time()
    screen.query_one("#sidebar FindField", FindField).value = text
    while screen.query_one(MessageLog).border_subtitle != "find 1/1":
        await told.pilot.pause()
    return time.process_time() - began


def plain_search(session: Session, text: str) -> float:
    """The CPU seconds of the shortest loop that finds `text`."""
    began = time.process_time()
    found = [
        turn
        for turn in session.turns
        if text in turn.prompt.casefold()
        or any(text in reply.tally.text.casefold() for reply in turn.replies.values())
    ]
    assert len(found) == 1
    return time.process_time() - began


async def read_back(session: Session) -> float:
    """The CPU seconds from the disk to a session that can be shown; of that, none is the loop's."""
    whole = WholeSession(kept_session(session), tuple(map(kept_turn, session.turns)))
    with TemporaryDirectory() as folder:
        store = await open_store(Path(folder))
        await store.add([whole])
        del whole
        gc.collect()
        began = time.process_time()
        with FullCollections().put_off():
            again = await store.open(session.id)
            assert again is not None
            assert len(live_session(again).turns) == len(session.turns)
        taken = time.process_time() - began
        await store.close()
    return taken


async def measure(turns: int, meter: MeteredSelector) -> dict[str, float]:
    async with story(lanes=()) as told:
        lane = a_lane()
        before = _memory()
        session = a_session(turns, lane)
        began = time.process_time()
        told.app.desk.go_on_in(session)
        await told.pilot.pause()
        # It would come at some key, because there is so much more to look through.
        gc.collect()
        shown = time.process_time() - began
        held = (_memory() - before) / turns
        told.app.screen.query_one(MessageLog).focus()
        step, page = await pressed(told, "up", STEPS), await pressed(told, "pageup", STEPS)
        began = time.process_time()
        for _ in range(STEPS):
            session.add(Turn("one more"))
            told.app.desk.tell()
            await told.pilot.pause()
        added = (time.process_time() - began) / STEPS
        text = f"{turns - 1} "
        plain = plain_search(session, text)
        await told.pilot.pause()
        meter.turns.clear()
        search = await searched(told, text)
        stall = max(cost for _, cost in meter.turns)
    taken = {"show": shown, "step": step, "page": page, "add": added, "search": search}
    rest = {"bytes": held, "stall": stall, "plain": plain, "read": await read_back(session)}
    return taken | rest


def _memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    metered = MeteredSelector()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(metered)) as runner:
        print(json.dumps(runner.run(measure(int(sys.argv[1]), metered))))
