import asyncio
import json
from contextlib import aclosing

import httpx
import pytest

from kit.engine_transport import DONE, Answer, EngineTransport, answering, chunk
from kit.exchanges import LANE, SAY_HI, replay, text, told
from quayside.app.core.events import (
    Event,
    Finished,
    HeadersReceived,
    Phase,
    PhaseEntered,
    ReasoningDelta,
    ReplyOpened,
    RequestSent,
    TextDelta,
    Timings,
    ToolCallDelta,
    Usage,
)
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.outcome import collect


async def test_phases_and_events_come_in_order() -> None:
    engine = answering("Hel", "lo")
    events = await told(engine)
    shape = [one.phase if isinstance(one, PhaseEntered) else type(one) for one in events]
    assert shape == [
        Phase.CONNECTING,
        RequestSent,
        HeadersReceived,
        Phase.PREFILL,
        Phase.STREAMING,
        TextDelta,
        TextDelta,
        Finished,
    ]
    assert [one.at for one in events] == sorted(one.at for one in events)
    assert len(engine.requests) == 1
    assert engine.requests[0].headers["authorization"] == "Bearer sk-very-secret"


async def test_the_recorded_stream_of_llama_cpp_with_usage() -> None:
    events = await told(replay("sdk/stream_usage-c1.s2c"))
    last = events[-1]
    assert text(events) == "I'm glad you're here! I"
    assert isinstance(last, Finished)
    assert last.usage == Usage(32, 8, 31)
    assert last.timings == Timings(31, 1, 380.252, 8, 725.748)
    assert (last.reason, last.served_model) == ("length", "ai/smollm2")


async def test_the_role_chunk_opens_the_reply_once_and_before_its_content() -> None:
    role, text_chunk, end = chunk(), chunk("a"), chunk(finish="stop")
    for pieces in ([role, role, text_chunk, role, end], [role + text_chunk + end]):
        events = await told(EngineTransport([Answer([*pieces, DONE])]))
        kinds = [type(one) for one in events]
        assert kinds.count(ReplyOpened) == 1
        assert kinds.index(ReplyOpened) < kinds.index(TextDelta)
    opened, text_delta = (one.at for one in events if isinstance(one, ReplyOpened | TextDelta))
    assert opened == text_delta


async def test_without_usage_the_timings_ride_on_the_finish_chunk() -> None:
    last = (await told(replay("sdk/stream-c1.s2c")))[-1]
    assert isinstance(last, Finished)
    assert last.usage is None
    assert last.timings == Timings(31, 1, 1086.142, 8, 822.108)


async def test_reasoning_and_tool_calls_are_told_apart() -> None:
    for name in ("sdk-faults/ups_rich-c1.s2c", "proxy/rich_stream.resp.txt"):
        events = await told(replay(name))
        reasoning = "".join(one.text for one in events if isinstance(one, ReasoningDelta))
        calls = [one for one in events if isinstance(one, ToolCallDelta)]
        assert (reasoning, text(events)) == ("think more", "Hello")
        assert (calls[0].name, calls[0].call_id) == ("f", "call_1")
        assert json.loads("".join(call.arguments for call in calls)) == {"a": 1}
        assert isinstance(events[-1], Finished)


async def test_an_answer_in_one_piece() -> None:
    events = await told(replay("sdk-faults/up_rich-c1.s2c"), Lane(Path.SDK, "m", "h:1"))
    assert text(events) == "Hello"
    last = events[-1]
    assert isinstance(last, Finished)
    assert (last.reason, last.usage) == ("tool_calls", Usage(3, 4))


async def test_a_gateways_headers_stay_with_the_reply() -> None:
    lane = Lane(Path.PROXY, "smollm2", "localhost:4000")
    events = await told(replay("proxy/stream.resp.txt"), lane)
    headers = next(one.headers for one in events if isinstance(one, HeadersReceived))
    assert headers["x-litellm-version"] == "1.106.2"
    assert headers["x-litellm-model-api-base"].endswith("/engines/llama.cpp")
    assert isinstance(events[-1], Finished)


async def test_loading_is_told_when_the_runner_says_so_and_headers_wait() -> None:
    ready = asyncio.Event()
    asked: list[Lane] = []

    async def loading(lane: Lane) -> bool:
        asked.append(lane)
        return len(asked) == 2

    engine = EngineTransport([Answer([chunk("a", "stop"), DONE], before=ready)])
    client = EngineClient(engine.for_any(), loading)
    phases: list[Phase] = []
    async with aclosing(client.reply(LANE, SAY_HI)) as events:
        async for one in events:
            phases += [one.phase] if isinstance(one, PhaseEntered) else []
            if phases[-1] is Phase.LOADING:
                ready.set()
    await client.close()
    assert phases == [Phase.CONNECTING, Phase.LOADING, Phase.PREFILL, Phase.STREAMING]
    assert asked == [LANE, LANE]


async def test_a_probe_that_fails_or_hangs_does_not_matter() -> None:
    async def broken(lane: Lane) -> bool:
        raise OSError("no")

    async def hanging(lane: Lane) -> bool:
        return await asyncio.Event().wait()

    for probe in (broken, hanging):
        ready = asyncio.Event()
        engine = EngineTransport([Answer([chunk("a", "stop")], before=ready)])
        client = EngineClient(engine.for_any(), probe)
        asyncio.get_running_loop().call_later(0.6, ready.set)
        reply = await collect(client, LANE, SAY_HI)
        assert (reply.tally.text, reply.tally.reason) == ("a", "stop")
        await client.close()


async def test_giving_up_before_the_headers_leaves_no_task() -> None:
    engine = EngineTransport([Answer([], before=asyncio.Event())])
    client = EngineClient(engine.for_any())
    task = asyncio.create_task(collect(client, LANE, SAY_HI))
    await engine.arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await client.close()
    assert engine.cancelled == 1
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_each_base_has_one_pool() -> None:
    opened: list[str] = []
    engine = answering("a")

    def transport(address: object) -> httpx.AsyncBaseTransport:
        opened.append(str(address))
        return engine

    client = EngineClient(transport)
    other = Lane(Path.SDK, "m", "http://localhost:12434/engines/vllm")
    for lane in (LANE, other, LANE, Lane(Path.PROXY, "m", "localhost:4000")):
        await collect(client, lane, SAY_HI)
    await client.close()
    assert len(opened) == 2


async def test_collect_hands_every_event_on() -> None:
    seen: list[Event] = []
    client = EngineClient(answering("a", "b").for_any())
    reply = await collect(client, LANE, SAY_HI, on_event=seen.append)
    await client.close()
    assert (reply.tally.text, reply.lane, reply.usable) == ("ab", LANE, True)
    assert isinstance(seen[-1], Finished)


async def test_what_follows_done_is_read_so_that_the_connection_can_serve_again() -> None:
    engine = EngineTransport([Answer([chunk("a", "stop"), DONE, b": bye\n\n"])])
    assert isinstance((await told(engine))[-1], Finished)
    assert engine.bodies[0].ended
