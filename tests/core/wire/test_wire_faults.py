import asyncio
import gzip
import json
import tracemalloc

import httpx
import pytest

from kit.engine_transport import DONE, Answer, EngineTransport, answering, chunk, event
from kit.exchanges import JSON, kind, replay, text, told
from quayside.app.core.events import (
    Failed,
    Finished,
)
from quayside.app.core.lanes import Lane, Path

STREAM_FAULTS = {
    "ups_badsse": ("malformed-stream", "one"),
    "ups_empty200": ("empty-answer", ""),
    "ups_errevent": ("engine-error-in-stream", "one"),
    "ups_errmid": ("engine-error-in-stream", "one"),
    "ups_html200": ("not-an-api", ""),
    "ups_midcut": ("truncated-stream", "one two"),
    "ups_midreset": ("truncated-stream", "one"),
    "timeout_midstream": ("truncated-stream", "a"),
    "up_badjson200": ("malformed-answer", ""),
    "up_empty200": ("empty-answer", ""),
    "up_html200": ("not-an-api", ""),
    "up_nochoices": ("no-choices", ""),
}


@pytest.mark.parametrize("name", STREAM_FAULTS)
async def test_a_recorded_fault_after_status_200_is_a_failure(name: str) -> None:
    events = await told(replay(f"sdk-faults/{name}-c1.s2c"))
    assert (kind(events), text(events)) == STREAM_FAULTS[name]


@pytest.mark.parametrize("name", ["ups_nodone", "ups_think", "ups_repeat", "ups_rich_nousage"])
async def test_what_only_looks_like_a_fault_is_an_answer(name: str) -> None:
    assert isinstance((await told(replay(f"sdk-faults/{name}-c1.s2c")))[-1], Finished)


async def test_an_error_that_a_gateway_passes_on_inside_the_stream() -> None:
    events = await told(replay("proxy/errmid_stream.resp.txt"))
    assert (kind(events), text(events)) == ("engine-error-in-stream", "one")
    assert "slot crashed" in events[-1].failure.summary  # type: ignore[union-attr]


async def test_a_known_cause_inside_a_stream_keeps_its_own_kind() -> None:
    error = event({"error": {"message": "the request exceeds the available context size"}})
    assert kind(await told(EngineTransport([Answer([chunk("a"), error])]))) == "context-exceeded"


async def test_a_connection_cut_after_the_reason_still_gave_the_whole_answer() -> None:
    cut = httpx.RemoteProtocolError("peer closed connection")
    whole = await told(EngineTransport([Answer([chunk("a"), chunk(finish="stop"), cut])]))
    assert isinstance(whole[-1], Finished)
    short = await told(EngineTransport([Answer([chunk("a"), cut])]))
    assert kind(short) == "truncated-stream"
    assert "peer closed" in short[-1].failure.seen  # type: ignore[union-attr]


async def test_done_without_a_reason_is_no_good_end() -> None:
    assert kind(await told(EngineTransport([Answer([chunk("a"), DONE])]))) == "truncated-stream"


async def test_nothing_is_read_behind_done() -> None:
    never = asyncio.Event()
    engine = EngineTransport([Answer([chunk("a", "stop"), DONE, never, chunk("b")])])
    assert text(await told(engine)) == "a"


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ((), chunk("a", "stop"), "finished"),
        ((("content-type", "text/plain"),), chunk("a", "stop"), "wrong-content-type"),
        ((("content-type", "application/x-ndjson"),), b"{}", "wrong-content-type"),
        ((("content-type", "text/event-stream"),), b'{"error":{"message":"x"}}', "request-refused"),
        ((("content-type", "text/event-stream"),), b"<html>", "not-an-api"),
        ((("content-type", "text/event-stream"),), b": ping\n\n", "truncated-stream"),
        (JSON, b"[]", "no-choices"),
        (JSON, b"[" * 50_000, "malformed-answer"),
        (JSON, b'{"error":"out of memory"}', "not-enough-memory"),
        (JSON, b'{"choices":[{"message":{"content":"hi \xff"}}]}', "finished"),
        ((*JSON, ("content-encoding", "gzip")), b"no gzip", "broken-encoding"),
        (JSON, b'{"choices":[{"message":{"content":"\\ud83d"}}]}', "finished"),
    ],
)
async def test_odd_answers(
    headers: tuple[tuple[str, str], ...], body: bytes, expected: str
) -> None:
    events = await told(EngineTransport([Answer([body], 200, headers)]))
    assert (kind(events) if isinstance(events[-1], Failed) else "finished") == expected
    assert text(events).encode()[:3] in (b"", b"a", b"hi ", b"\xef\xbf\xbd")


async def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(chunk("a") + chunk(finish="stop") + DONE)
    headers = (("content-type", "text/event-stream"), ("content-encoding", "gzip"))
    assert text(await told(EngineTransport([Answer([packed], 200, headers)]))) == "a"


@pytest.mark.parametrize("status", [200, 500])
async def test_an_endless_body_is_left_alone_after_the_bound(status: int) -> None:
    pieces = [b"x" * 65_536] * 20_000
    engine = EngineTransport([Answer(pieces, status, JSON)])
    tracemalloc.start()
    events = await told(engine)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kind(events) == ("oversized-answer" if status == 200 else "engine-error")
    assert not engine.bodies[0].ended
    assert peak < 150_000_000
    assert len(events[-1].failure.seen) < 70_000  # type: ignore[union-attr]


async def test_a_redirect_is_refused_and_the_key_stays() -> None:
    engine = EngineTransport([Answer([], 307, (("location", "http://evil.example/v1"),))])
    events = await told(engine)
    assert kind(events) == "redirect-refused"
    assert len(engine.requests) == 1


async def test_the_key_is_in_no_event() -> None:
    echo = json.dumps({"error": {"message": "bad key sk-very-secret"}}).encode()
    headers = (*JSON, ("x-echo", "Bearer sk-very-secret"))
    for answer in (Answer([echo], 401, headers), Answer([echo], 200, headers)):
        events = await told(EngineTransport([answer]))
        assert "sk-very-secret" not in repr(events)


@pytest.mark.parametrize("base", ["", "ftp://x", "http://key@host:1"])
async def test_a_base_that_cannot_be_used_is_a_failure(base: str) -> None:
    engine = answering("a")
    assert kind(await told(engine, Lane(Path.SDK, "m", base))) == "bad-address"
    assert engine.requests == []
