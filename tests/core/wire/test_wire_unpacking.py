import gzip
import zlib
from collections.abc import AsyncIterator

import httpx
import pytest

from quayside.app.core.wire.unpacking import STEP, AnswerCut, beginning, unpacked

TEXT = b"one two " * 4
# Without its time, which would be another in each process that names its tests after it.
PACKED = gzip.compress(TEXT, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def answer(coding: str, *pieces: bytes | Exception) -> httpx.Response:
    async def body() -> AsyncIterator[bytes]:
        for piece in pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    return httpx.Response(200, headers={"content-encoding": coding}, content=body())


async def taken(response: httpx.Response) -> list[bytes]:
    return [piece async for piece in unpacked(response)]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", PACKED),
        ("X-GZIP", PACKED),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
    ],
)
async def test_a_body_is_unpacked_however_it_is_cut(coding: str, packed: bytes) -> None:
    pieces = [packed[at : at + 1] for at in range(len(packed))]
    assert b"".join(await taken(answer(coding, packed))) == TEXT
    assert b"".join(await taken(answer(coding, *pieces))) == TEXT


async def test_nothing_at_all_is_no_broken_packing() -> None:
    assert await taken(answer("gzip")) == []


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("br", TEXT),
        ("gzip, gzip", TEXT),
        ("gzip", TEXT),
        ("gzip", PACKED[:-4]),
    ],
)
async def test_what_is_not_packed_as_it_says_is_refused(coding: str, packed: bytes) -> None:
    with pytest.raises(httpx.DecodingError):
        await taken(answer(coding, packed))


async def test_what_is_small_while_it_is_packed_comes_in_steps() -> None:
    pieces = await taken(answer("gzip", gzip.compress(b"0" * (3 * STEP + 1))))
    assert [len(piece) for piece in pieces] == [STEP, STEP, STEP, 1]


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (httpx.ReadError("reset"), AnswerCut),
        (httpx.RemoteProtocolError("the server closed the connection after 3 bytes"), AnswerCut),
        (httpx.RemoteProtocolError("illegal chunk"), httpx.RemoteProtocolError),
        (httpx.ReadTimeout("no byte"), httpx.ReadTimeout),
    ],
)
async def test_a_cut_is_told_apart_from_what_is_wrong(
    problem: Exception, told: type[Exception]
) -> None:
    with pytest.raises(told, match=str(problem)) as raised:
        await taken(answer("", TEXT, problem))
    assert type(raised.value) is told


async def test_the_beginning_is_shown_as_far_as_it_came() -> None:
    assert await beginning(answer("", TEXT, TEXT), 3) == TEXT[:3]
    assert await beginning(answer("", TEXT, httpx.ReadError("reset")), 1000) == TEXT
