import stat
import sys
from dataclasses import replace

import pytest
from kept_samples import FAILURE, LANE, ask, everything, opened

from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.events import (
    Failed,
    Finished,
    HeadersReceived,
    ReasoningDelta,
    TextDelta,
    ToolCallDelta,
)
from quayside.app.core.secret import MASK, Secret
from quayside.app.core.sessions.bridge import kept_session, kept_turn
from quayside.app.core.sessions.changes import Change

KEY = "sk-harbour-0123456789abcdef"
WITH_KEY = replace(LANE, key=Secret(KEY), base=f"http://sailor:{KEY}@localhost:12434")


def written(folder) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def parts(text, size):
    return [text[at : at + size] for at in range(0, len(text), size)]


def echo(size):
    """A server that gives the key back in all that it says, `size` characters at a time."""
    said = f"Your key is {KEY}, is it not? sk-har is none. {KEY}{KEY}"
    for part in parts(said, size):
        yield TextDelta(1.0, part)
        yield ReasoningDelta(1.0, part)
        yield ToolCallDelta(1.0, 0, "call", "tell", part)
        yield ToolCallDelta(1.0, 1, "more", "tell", part[::-1])


@pytest.mark.parametrize("size", [1, 3, 7, 26, 27, 1000])
async def test_a_key_that_is_echoed_never_reaches_the_disk(tmp_path, size):
    session, turn, reply = Session(), Turn("What is my key?"), Reply(WITH_KEY)
    async with opened(tmp_path) as store:
        recording = store.recording(kept_session(session, [WITH_KEY]))
        recording.turn(kept_turn(turn))
        running = recording.begin(turn.id, 0, WITH_KEY)
        for event in echo(size):
            running.note(event)
            reply.tally.note(event)
        await store.saved()
        assert KEY.encode() not in written(tmp_path)
        part = (await store.open(session.id)).turns[0].replies[0]
        masked = f"Your key is {MASK}, is it not? sk-har is none. {MASK}{MASK}"
        assert (part.text, part.reasoning, part.tool_calls[0].arguments) == (masked,) * 3
        end = Finished(2.0, KEY, served_model=f"of {KEY}")
        reply.tally.note(end)
        running.end(reply)
        await store.change([session.id], Change(lanes=(WITH_KEY,)))
        await store.saved()
        assert KEY.encode() not in written(tmp_path)
    assert KEY.encode() not in written(tmp_path)


async def test_a_failure_and_headers_that_hold_the_key_are_kept_without_it(tmp_path):
    session, turn, reply = Session(), Turn("What is my key?"), Reply(WITH_KEY)
    reply.tally.note(HeadersReceived(1.0, 401, {"x-litellm-key": KEY, "authorization": KEY}))
    reply.tally.note(Failed(2.0, replace(FAILURE, seen=f"no such key: {KEY}")))
    turn.replies[0] = reply
    async with opened(tmp_path) as store:
        store.recording(kept_session(session, [WITH_KEY])).turn(kept_turn(turn))
        kept = (await store.open(session.id)).turns[0].replies[0]
        assert KEY.encode() not in written(tmp_path)
    assert kept.failure.seen == f"no such key: {MASK}"
    assert kept.gateway_headers == {"x-litellm-key": MASK}
    assert kept.lane.base == f"http://{MASK}@localhost:12434"


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
async def test_nobody_else_can_read_the_files(tmp_path):
    async with opened(tmp_path / "data" / "sessions") as store:
        await store.add([everything()])
        folder = store.file.parent
        modes = {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
        assert {"sessions.db", "sessions.db-wal"} <= {file.name for file in folder.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
async def test_a_file_that_others_could_read_is_closed_to_them(tmp_path):
    async with opened(tmp_path) as store:
        pass
    store.file.chmod(0o644)
    async with opened(tmp_path):
        assert stat.S_IMODE(store.file.stat().st_mode) == 0o600


async def test_what_was_purged_is_no_longer_in_the_file(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
        await store.delete(["whole"])
        assert await store.purge(before=float("inf")) == 1
    assert ask(store.file, "SELECT count(*) FROM reply") == [(0,)]
    assert b"The sea is calm" not in written(tmp_path)
