import asyncio
from pathlib import Path

import pytest

from kit.scripted import a_lane
from kit.sdk_environment import make_sdk_environment
from quayside.app.core.events import (
    BytesReceived,
    Failed,
    Finished,
    HeadersReceived,
    ReplyOpened,
    RequestSent,
    TextDelta,
)
from quayside.app.core.gateway.sdk_source import LiteLLMSource
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.secret import Secret

BASE = "http://127.0.0.1:9/engines/llama.cpp/v1"
ASK = [{"role": "user", "content": "Name a river."}]


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, str]:
    return make_sdk_environment(tmp_path_factory.mktemp("sdk"))


@pytest.fixture
async def source(found, tmp_path):
    source = LiteLLMSource(found, tmp_path)
    yield source
    await source.close()


def lane(model: str, **parameters) -> Lane:
    return Lane(LanePath.LITELLM, model, BASE, Secret("sk-very-secret"), parameters)


async def events_of(source, lane) -> list:
    return [event async for event in source.reply(lane, ASK)]


async def a_running_reply(source):
    reply = source.reply(lane("hold"), ASK)
    async for event in reply:
        if isinstance(event, TextDelta):
            break
    return reply


def text_of(events) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def test_an_answer_streams_with_the_times_of_the_child(source):
    events = await events_of(source, lane("plain"))
    assert text_of(events) == "Rhine, Name a river."
    assert [type(event) for event in events[1:3]] == [RequestSent, HeadersReceived]
    assert sum(isinstance(event, ReplyOpened) for event in events) == 1
    assert events[2].headers == {"server": "stub"}
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "stop"
    assert events[-1].timings.predicted_n == 3
    stamps = [event.at for event in events[1:]]
    assert stamps == sorted(stamps)


async def test_an_answer_in_one_piece(source):
    events = await events_of(source, lane("plain", stream=False))
    assert text_of(events) == "Rhine, Name a river."
    assert events[-1].served_model == "plain"
    assert events[-1].reason == "length"


async def test_several_lanes_answer_at_once_in_one_child(source):
    held = await a_running_reply(source)
    assert text_of(await events_of(source, lane("open-streams"))) == "1"
    await held.aclose()


async def test_closing_a_reply_closes_the_stream_in_the_child(source):
    held = await a_running_reply(source)
    await held.aclose()
    assert text_of(await events_of(source, lane("open-streams"))) == "0"


async def test_raw_chunks_are_told_to_a_reader_who_asks(found, tmp_path):
    source = LiteLLMSource(found, tmp_path, raw=True)
    events = await events_of(source, lane("plain"))
    await source.close()
    pieces = [event.data for event in events if isinstance(event, BytesReceived)]
    assert len(pieces) == 5
    assert b'"content":"Rhine"' in pieces[1]


async def test_litellm_reads_no_stray_files_and_sees_the_rest_of_the_shell(found, tmp_path):
    source = LiteLLMSource({**found, "SEEN": "yes"}, tmp_path)
    assert text_of(await events_of(source, lane("environment"))) == "PRODUCTIONyes"
    await source.close()


async def test_the_key_goes_to_the_child_and_into_no_event(source):
    events = await events_of(source, lane("plain"))
    assert "sk-very-secret" not in repr(events)
    assert "api_key" in text_of(await events_of(source, lane("arguments")))


async def test_a_refused_connection_is_told_from_behind_litellms_words(source):
    events = await events_of(source, lane("refused"))
    assert isinstance(events[-1], Failed)
    assert events[-1].failure.kind == "nothing-listening"
    assert "LiteLLM says: Connection error." in events[-1].failure.seen


async def test_a_child_that_dies_is_told_with_its_last_words_and_started_anew(source):
    events = await events_of(source, lane("die"))
    failure = events[-1].failure
    assert failure.kind == "litellm-ended"
    assert "status 7" in failure.summary
    assert "the last words, with ••••" in failure.seen
    assert text_of(await events_of(source, lane("plain"))) == "Rhine, Name a river."


async def test_close_ends_the_replies_that_still_run_as_failures(source):
    held = await a_running_reply(source)
    await source.close()
    assert isinstance([event async for event in held][-1], Failed)


async def test_close_while_the_child_starts_ends_the_reply_as_a_failure(source):
    reply = source.reply(lane("plain"), ASK)
    await anext(reply)
    waiting = asyncio.ensure_future(anext(reply))
    await asyncio.sleep(0)
    await source.close()
    assert (await waiting).failure.kind == "closed"
    await reply.aclose()


async def test_a_litellm_that_cannot_be_imported_is_a_failure_with_its_words(tmp_path):
    found = make_sdk_environment(tmp_path / "broken", source="import fastapi_that_is_not_there")
    source = LiteLLMSource(found, tmp_path)
    failure = (await events_of(source, lane("plain")))[-1].failure
    await source.close()
    assert failure.kind == "litellm-broken"
    assert "No module named 'fastapi_that_is_not_there'" in failure.summary


@pytest.mark.parametrize("version", ["1.82.7", "1.107.0", "1.99.0"])
async def test_a_known_bad_release_is_never_imported(tmp_path, version):
    ran = tmp_path / "ran"
    bad = f"open({str(ran)!r}, 'w')"
    found = make_sdk_environment(tmp_path / "bad", version=version, source=bad)
    source = LiteLLMSource(found, tmp_path)
    failure = (await events_of(source, lane("plain")))[-1].failure
    await source.close()
    assert failure.kind == "litellm-missing"
    assert failure.command == "quayside litellm install"
    assert not ran.exists()


async def test_a_socket_is_refused_before_anything_is_started():
    source = LiteLLMSource({}, Path("/nonexistent"))
    events = await events_of(source, a_lane(path=LanePath.LITELLM, base="unix:///run/d.sock"))
    assert "unix socket" in events[-1].failure.summary
    await source.close()
