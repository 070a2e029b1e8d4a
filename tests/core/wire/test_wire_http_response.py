import itertools
from collections.abc import Sequence
from contextlib import suppress

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import recordings
from quayside.app.core.wire.http_head import HEAD_LIMIT
from quayside.app.core.wire.http_response import ResponseParser

RECORDED = [
    name
    for name in recordings.names("sdk*/*.s2c")
    if recordings.read(name) and not recordings.response(name).cut
]
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
WHOLE = {
    "chunked": CHUNKED + b"5;note=1\r\nhello\r\n1 \r\n!\r\n0\r\nA: b\r\nC: d\r\n\r\n",
    "chunked, no trailers": CHUNKED + b"006\r\nhello!\r\n00\r\n\r\n",
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!",
    "the same length twice": b"HTTP/1.1 200 \r\nContent-Length: 6, 6\r\n\r\nhello!",
    "until close": b"HTTP/1.0 200 OK\r\nServer:\t toy \r\n\r\nhello!",
    "line feeds alone": b"HTTP/1.1 200\nContent-Length: 6\n\nhello!",
    "interim": b"HTTP/1.1 102 Wait\r\nA: b\r\n\r\nHTTP/1.1 103 Soon\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello!",
}
WITHOUT_BODY = [
    ("HEAD", b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n"),
    ("GET", b"HTTP/1.1 204 No Content\r\n\r\n"),
    ("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 6\r\n\r\n"),
    ("POST", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
]


def parsed(*pieces: bytes, method: str = "POST", closed: bool = True) -> tuple[int, bytes, bool]:
    parser = ResponseParser(method)
    body = b"".join(one for piece in pieces for one in parser.feed(piece))
    reusable = parser.reusable
    if closed:
        parser.end()
    assert parser.head is not None
    return parser.head.status, body, reusable


def cut(whole: bytes, offsets: Sequence[int]) -> list[bytes]:
    marks = [0, *sorted({offset % (len(whole) + 1) for offset in offsets}), len(whole)]
    return [whole[start:end] for start, end in itertools.pairwise(marks)]


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_response_cut_at_every_byte_is_the_same(name: str) -> None:
    raw, expected = recordings.read(name), recordings.response(name)
    parser = ResponseParser("POST")
    assert b"".join(parser.feed(raw)) == expected.body
    assert parser.head is not None
    assert parser.head.status == expected.status
    fields = [(key.decode(), value.decode()) for key, value in parser.head.fields]
    assert fields == expected.headers
    for place in range(len(raw)):
        pieces = (raw[:place], raw[place:])
        assert parsed(*pieces, closed=False)[:2] == (expected.status, expected.body)
    assert parsed(*cut(raw, range(len(raw))), closed=False)[1] == expected.body


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
def test_every_framing_cut_at_every_byte_gives_the_same_body(whole: bytes) -> None:
    assert parsed(whole)[:2] == (200, b"hello!")
    assert parsed(*cut(whole, range(len(whole))))[:2] == (200, b"hello!")
    for first, second in itertools.combinations(range(len(whole)), 2):
        pieces = (whole[:first], whole[first:second], whole[second:])
        assert parsed(*pieces)[:2] == (200, b"hello!")


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
def test_a_response_that_is_cut_short_is_said_to_be(whole: bytes) -> None:
    if b"HTTP/1.0" in whole:
        return
    for place in range(len(whole)):
        with pytest.raises(httpx.RemoteProtocolError, match=r"disconnected|closed the connection"):
            parsed(whole[:place])


@pytest.mark.parametrize(("method", "whole"), WITHOUT_BODY)
def test_some_responses_have_no_body(method: str, whole: bytes) -> None:
    parser = ResponseParser(method)
    assert parser.feed(whole) == []
    assert parser.complete
    assert parser.reusable
    assert parser.feed(b"more") == []
    assert not parser.reusable


@settings(max_examples=150)
@given(
    chunks=st.lists(st.binary(min_size=1, max_size=40), max_size=12),
    offsets=st.lists(st.integers(0, 2000), max_size=25),
    framing=st.sampled_from(["chunked", "length", "until close"]),
)
def test_any_body_survives_any_framing_and_any_cut(
    chunks: list[bytes], offsets: list[int], framing: str
) -> None:
    body = b"".join(chunks)
    if framing == "chunked":
        framed = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
        whole = CHUNKED + framed + b"0\r\n\r\n"
    elif framing == "length":
        whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    else:
        whole = b"HTTP/1.1 200 OK\r\n\r\n" + body
    assert parsed(*cut(whole, offsets)) == (200, body, framing != "until close")


def test_what_there_is_of_a_chunk_is_given_at_once() -> None:
    parser = ResponseParser()
    assert parser.feed(CHUNKED + b"a\r\nhel") == [b"hel"]
    assert parser.feed(b"lo") == [b"lo"]


@pytest.mark.parametrize(
    ("head", "reusable"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n", False),
        (CHUNKED + b"0\r\n\r\n\r\n", False),
        (CHUNKED + b"0\r\n", False),
        (b"HTTP/1.1 200 OK\r\n\r\n", False),
    ],
)
def test_a_connection_is_used_again_only_where_the_response_is_over(
    head: bytes, reusable: bool
) -> None:
    assert parsed(head, closed=False)[2] is reusable


@pytest.mark.parametrize(
    "raw",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/2 200 OK\r\n\r\n",
        b"HTTP/1.1 20 OK\r\n\r\n",
        b"HTTP/1.1 200OK\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b\rC: d\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: \x00\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1_0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        CHUNKED + b"0x5\r\nhello",
        CHUNKED + b"-5\r\n",
        CHUNKED + b"5_0\r\n",
        CHUNKED + b" 5\r\n",
        CHUNKED + b"\r\n",
        CHUNKED + b"5\nhello",
        CHUNKED + b"5\r\nhello0\r\n",
        CHUNKED + b"5\r\nhello\n0\r\n",
        CHUNKED + b"11111111111111111",
        CHUNKED + b"5;" + b"x" * 2000,
        CHUNKED + b"0\r\nno colon\r\n\r\n",
        CHUNKED + b"0\r\n" + b"A: b\r\n" * HEAD_LIMIT,
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * HEAD_LIMIT,
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * HEAD_LIMIT + b"\r\n",
    ],
)
def test_malformed_responses_are_refused_before_anyone_waits_for_more(raw: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError) as refused:
        parsed(raw, closed=False)
    assert "disconnected" not in str(refused.value)
    assert len(str(refused.value)) < 300
    if len(raw) < 500:
        with pytest.raises(httpx.RemoteProtocolError):
            parsed(*cut(raw, range(len(raw))), closed=False)


@pytest.mark.parametrize("raw", [b"", b"HTTP/1.1 200 OK\r\nA: b\r\n"])
def test_a_server_that_closes_before_its_headers_are_whole_is_told_apart(raw: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
        parsed(raw)


TOKENS = (
    *(b"HTTP/1.1 200 OK", b"\r\n", b"\r\n\r\n", b"\n", b": ", b"Content-Length", b"5", b"0", b";"),
    *(b"Transfer-Encoding", b"chunked", b" ", b"\t", b"hello", CHUNKED, b"ffffffffffffffff"),
)


@settings(max_examples=500)
@given(
    pieces=st.lists(st.binary(max_size=20) | st.sampled_from(TOKENS), max_size=20),
    begun=st.booleans(),
)
def test_any_bytes_give_a_response_or_a_protocol_error(pieces: list[bytes], begun: bool) -> None:
    parser = ResponseParser()
    with suppress(httpx.RemoteProtocolError):
        for piece in [CHUNKED, *pieces] if begun else pieces:
            parser.feed(piece)
        parser.end()
