import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import recordings
from quayside.app.core.wire.sse import SseDecoder, SseEvent, SseOverflow

STREAMS = [
    name
    for pattern in ("sdk/*stream*.s2c", "sdk-faults/ups_*.s2c", "proxy/*stream*.resp.txt")
    for name in recordings.names(pattern)
    if recordings.response(name).body.startswith((b"data", b":"))
]


def decode(*chunks: bytes) -> list[SseEvent]:
    decoder = SseDecoder()
    events = [event for chunk in chunks for event in decoder.feed(chunk)]
    return events + decoder.finish()


def data(*chunks: bytes) -> list[str]:
    return [event.data for event in decode(*chunks)]


def cut(body: bytes, offsets: list[int]) -> list[bytes]:
    marks = [0, *sorted({offset % (len(body) + 1) for offset in offsets}), len(body)]
    return [body[start:end] for start, end in itertools.pairwise(marks)]


@settings(max_examples=60)
@given(name=st.sampled_from(STREAMS), offsets=st.lists(st.integers(0, 40_000), max_size=30))
def test_recorded_streams_cut_anywhere_give_the_same_events(name: str, offsets: list[int]) -> None:
    body = recordings.response(name).body
    assert decode(*cut(body, offsets)) == decode(body)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_one_byte_at_a_time_gives_the_same_events(end: bytes) -> None:
    text = (
        "\ufeff: note\ndata: one\u2028\x85\u00e9\U0001f6a2\ndata: two\n\nevent: x\ndata:three\n\n"
    )
    body = text.encode().replace(b"\n", end)
    expected = [SseEvent("", "one\u2028\x85\u00e9\U0001f6a2\ntwo"), SseEvent("x", "three")]
    assert decode(body) == expected
    assert decode(*(body[at : at + 1] for at in range(len(body)))) == expected


@settings(max_examples=200)
@given(
    texts=st.lists(
        st.text(min_size=1).filter(lambda text: not set("\r\n") & set(text)), max_size=8
    ),
    end=st.sampled_from(["\n", "\r", "\r\n"]),
    offsets=st.lists(st.integers(0, 500), max_size=10),
)
def test_any_text_survives_any_line_end_and_any_cut(
    texts: list[str], end: str, offsets: list[int]
) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    body = "".join(f"data: {text}{end}{end}" for text in texts).encode()
    assert data(*cut(body, offsets)) == texts


TOKENS = (
    b"data: ",
    b"data:",
    b"data",
    b"x",
    b"\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b": ",
    b"error: e",
    b"id",
)


@settings(max_examples=500)
@given(pieces=st.lists(st.lists(st.sampled_from(TOKENS), max_size=12).map(b"".join), max_size=8))
def test_whole_events_are_read_like_those_that_come_byte_by_byte(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert decode(*pieces) == decode(*(whole[at : at + 1] for at in range(len(whole))))


def test_a_comment_and_an_empty_event_are_nothing() -> None:
    assert decode(b": ping\n\n\n\nretry: 10\nid: 4\n\nevent: x\n\ndata\n\n") == []


def test_a_field_may_lack_its_space_and_its_colon() -> None:
    assert data(b"data:a\n\ndata:  b\n\ndata\ndata\n\n") == ["a", " b", "\n"]


def test_the_error_field_of_llama_cpp_is_an_event() -> None:
    assert decode(b'error: {"code":500}\n\n') == [SseEvent("", "", {"error": '{"code":500}'})]


def test_what_is_left_without_a_blank_line_is_given_at_the_end() -> None:
    decoder = SseDecoder()
    assert decoder.feed(b"data: one\n\ndata: tw") == [SseEvent("", "one")]
    assert decoder.finish() == [SseEvent("", "tw")]
    assert decoder.finish() == []


def test_bytes_that_are_not_utf_8_become_replacement_marks() -> None:
    assert data(b"data: a\xffb\n\n") == ["a\ufffdb"]


def feed_often(decoder: SseDecoder, chunk: bytes) -> None:
    for _ in range(100):
        decoder.feed(chunk)


@pytest.mark.parametrize(
    "chunk", [b"data: " + b"x" * 40, b"data: x\n" * 20, b"x" * 70 + b"\n", b": " + b"x" * 70]
)
def test_an_endless_event_is_refused_in_bounded_memory(chunk: bytes) -> None:
    decoder = SseDecoder(limit=64)
    with pytest.raises(SseOverflow, match="64 bytes"):
        feed_often(decoder, chunk)


def test_many_short_events_never_overflow() -> None:
    decoder = SseDecoder(limit=64)
    for _ in range(100):
        assert len(decoder.feed(b": note\ndata: x\n\n")) == 1
