"""The fault lab's bodies: errors in the stream, pages, nothing, odd bytes, too many bytes."""

from collections.abc import Callable

from kit.engine_transport import chunk, event
from kit.good_answers import EVENTS, JSON, TEXT, Good
from kit.lab_case import ALL, ANSWERED, WAITS, Case
from kit.lab_http_cases import PAGE
from kit.misbehaving import answers, streams
from kit.raw_server import framed

ERROR = "engine-error-in-stream"
NOT = {"runner's state": "not-a-runner", "load": "not-a-runner"}
PASSED = {"requests": ALL, "log": ALL, "pull": ALL}
"""What is followed goes on behind what it cannot use."""
A_LINE = b'error: {"code":500,"message":"slot crashed"}\n\n'
A_PIECE = event({"error": {"code": 500, "message": "slot crashed"}})
AN_EVENT = b'event: error\ndata: {"message":"slot crashed"}\n\n'
DAMAGED = b"data: {broken\n\n"


def inserted(piece: bytes, whole: bytes) -> Callable[[Good], Good]:
    """Behind the first words of a stream; `whole` is said instead of an answer in one piece."""

    def change(good: Good) -> Good:
        if not good.chunked:
            return good.as_whole(whole)
        return good.saying(good.pieces[0], piece, *good.pieces[1:])

    return change


def shown(piece: bytes) -> dict[str, str]:
    """Where every line that comes is shown."""
    middle = piece.decode().replace("\n", "")
    return {"log": f"one {middle}two", "pull": f"one {middle}two"}


def swapped(said: str | bytes) -> Callable[[Good], Good]:
    bytes_said = said.encode() if isinstance(said, str) else said
    return lambda good: good.swapped(b"two", bytes_said)


def everywhere(text: str) -> dict[str, str]:
    ways = ("streamed", "at once", "runner's state", "requests", "log", "pull")
    return dict.fromkeys(ways, text)


def line_after_line(good: Good) -> Good:
    """Line ends as Windows writes them, and a byte order mark before all."""
    pieces = [piece.replace(b"\n", b"\r\n") for piece in good.pieces]
    return good.saying(b"\xef\xbb\xbf" + pieces[0], *pieces[1:]) if good.kind == EVENTS else good


def begins_a_line(good: Good) -> bytes:
    return good.headed(b"Transfer-Encoding: chunked") + framed(b"data: ", last=False)


C = Case
BODY_CASES = (
    C(
        "a line `error:` behind the first words",
        answers(inserted(A_LINE, A_LINE)),
        ERROR,
        {"at once": "malformed-answer"} | NOT | PASSED,
        begun=True,
        texts=shown(A_LINE),
    ),
    C(
        '`data: {"error":…}` behind the first words',
        answers(inserted(A_PIECE, A_PIECE[len("data: ") :])),
        ERROR,
        {"at once": "engine-error"} | NOT | PASSED,
        begun=True,
        texts=shown(A_PIECE),
    ),
    C(
        "an event named error behind the first words",
        answers(inserted(AN_EVENT, AN_EVENT)),
        ERROR,
        {"at once": "malformed-answer"} | NOT | PASSED,
        begun=True,
        texts=shown(AN_EVENT),
    ),
    C(
        "a piece that is no JSON behind the first words",
        answers(inserted(DAMAGED, DAMAGED)),
        "malformed-stream",
        {"at once": "malformed-answer"} | NOT | PASSED,
        begun=True,
        texts=shown(DAMAGED),
    ),
    C(
        "a web page with status 200",
        answers(lambda good: good.as_whole(PAGE, b"text/html")),
        "not-a-runner",
        {"streamed": "not-an-api", "at once": "not-an-api"},
    ),
    C(
        "a web page under the right content type",
        answers(lambda good: good.as_whole(PAGE, good.kind or TEXT)),
        "not-a-runner",
        {"streamed": "not-an-api", "at once": "not-an-api", "log": "following-ended"}
        | {"pull": "pull-failed"},
        texts={"log": PAGE.decode(), "pull": PAGE.decode()},
    ),
    C(
        "nothing with status 200",
        answers(lambda good: good.as_whole(b"", good.kind)),
        "empty-answer",
        {"runner's state": "not-a-runner", "requests": "following-ended"}
        | {"log": "following-ended", "pull": "pull-broken"}
        | ANSWERED,
    ),
    C(
        "JSON of another API",
        answers(lambda good: good.as_whole(b'{"hello":"world"}')),
        "not-a-runner",
        {"streamed": "no-choices", "at once": "no-choices"}
        | {"log": "following-ended", "pull": "pull-failed"},
        texts={"log": '{"hello":"world"}'},
    ),
    C(
        "bytes that are no UTF-8",
        answers(swapped(b"t\xffo")),
        ALL,
        texts=everywhere("one t\ufffdo"),
    ),
    C("characters cut in their middle", answers(swapped("t…o")), ALL, texts=everywhere("one t…o")),
    C(
        "NUL, written as JSON wants it",
        answers(swapped("t\\u0000o")),
        ALL,
        texts=everywhere("one t\0o") | {"log": "one t\\u0000o"},
    ),
    C(
        "ids that stand twice",
        answers(
            lambda good: good.swapped(b'{"ch', b'{"id": "1", "id": "1", "ch').swapped(
                b"a_2", b"a_1"
            )
        ),
        ALL,
    ),
    C("line ends of Windows and a byte order mark", answers(line_after_line), ALL),
    C(
        "words behind `[DONE]`",
        answers(
            lambda good: good.saying(*good.pieces, b"\n" if good.kind == JSON else chunk("no"))
        ),
        ALL,
    ),
    C(
        "a line of 100 MB",
        streams(begins_a_line, [framed(b"x" * 1_000_000, last=False)] * 100),
        "oversized-answer",
        {"log": WAITS},
    ),
)
