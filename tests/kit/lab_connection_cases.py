"""The fault lab's connections: refused, broken, cut, silent, slow."""

from dataclasses import replace

from kit.engine_transport import DONE
from kit.good_answers import Good
from kit.lab_case import ALL, ANSWERED, WAITS, Case
from kit.misbehaving import LabPeer, Saying, drips, drips_fields, says

RESET, CUT, SHORT = "connection-reset", "answer-cut", "truncated-stream"
BROKEN = {"pull": "pull-broken"}
LATE = {"runner's state": "timeout"}
LOST = {"streamed": SHORT, "at once": SHORT, **BROKEN}
ENDED = {"streamed": SHORT, "requests": "following-ended", "log": "following-ended", **BROKEN}
HALF = {"at once": "malformed-answer", "runner's state": "not-a-runner", **ANSWERED}


def nothing(_good: Good) -> bytes:
    return b""


def half_a_head(good: Good) -> bytes:
    return good.head[:30]


def a_head(good: Good) -> bytes:
    return good.head


def begun(good: Good) -> bytes:
    return good.begun


def all_but_the_last_byte(good: Good) -> bytes:
    return good.wire[:-1]


def ended_early(*more: bytes) -> Saying:
    """Framed as it should be, and too short."""

    def saying(good: Good) -> bytes:
        return replace(good.saying(good.first, *more), follows=False).wire

    return lambda good: saying(good) if good.chunked else half(good)


def half(good: Good) -> bytes:
    return good.saying(good.first).wire


C, P = Case, LabPeer
CONNECTION_CASES = (
    C("refused: nothing listens there", says(nothing), "nothing-listening", absent=True),
    C("reset before a byte", says(nothing, P.crash), RESET, BROKEN),
    C("reset in the head", says(half_a_head, P.crash), RESET, BROKEN),
    C("reset behind the head", says(a_head, P.crash), CUT, LOST | ANSWERED),
    C("reset behind the first words", says(begun, P.crash), CUT, LOST | ANSWERED, begun=True),
    C("closed before a byte", says(nothing), RESET, BROKEN),
    C("closed in the head", says(half_a_head), RESET, BROKEN),
    C("closed behind the head", says(a_head), CUT, LOST | ANSWERED),
    C("closed behind the first words", says(begun), CUT, LOST | ANSWERED, begun=True),
    C(
        "closed behind the first words, in an answer that ends with its connection",
        says(lambda good: good.unframed + good.first),
        SHORT,
        ENDED | HALF,
        begun=True,
    ),
    C(
        "closed one byte before the end",
        says(all_but_the_last_byte),
        ALL,
        {"at once": SHORT, "runner's state": CUT, "load": RESET},
    ),
    C(
        "closed behind the whole answer, which names no length",
        says(lambda good: good.unframed + good.body),
        ALL,
    ),
    C("closed behind the whole answer, without a word", says(lambda good: good.wire), ALL),
    C("ended early and in order, without `[DONE]`", says(ended_early()), SHORT, ENDED | HALF, True),
    C(
        "ended early and in order, with `[DONE]`",
        says(ended_early(DONE)),
        SHORT,
        ENDED | HALF | {"pull": "pull-failed"},
        begun=True,
        texts={"log": "one data: [DONE]", "pull": "one data: [DONE]"},
    ),
    C("silent before a byte", says(nothing, P.stall), WAITS, LATE),
    C("silent in the head", says(half_a_head, P.stall), WAITS, LATE),
    C("a head that never ends, byte by byte", drips_fields, WAITS, LATE),
    C("silent behind the head", says(a_head, P.stall), WAITS, LATE | ANSWERED),
    C("silent behind the first words", says(begun, P.stall), WAITS, LATE | ANSWERED, begun=True),
    C("gone without a word, before a byte", says(nothing, P.vanish), WAITS, LATE),
    C(
        "gone without a word, behind the first words",
        says(begun, P.vanish),
        WAITS,
        LATE | ANSWERED,
        begun=True,
    ),
    C("one byte at a time", drips, ALL),
)
