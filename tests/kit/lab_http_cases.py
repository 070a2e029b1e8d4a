"""The fault lab's HTTP: heads, framings, statuses, packings, certificates."""

import gzip
from collections.abc import Callable
from dataclasses import replace

from kit.good_answers import JSON, TEXT, Good
from kit.lab_case import ALL, ANSWERED, Case
from kit.misbehaving import answers, says
from kit.raw_server import framed

PAGE = b"<!doctype html><html><body>Sign in</body></html>"
PACKED = b"Content-Encoding: gzip"
BROKEN, REDIRECTED, PACKING = "broken-http", "redirect-refused", "broken-encoding"
INTERIM = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
TLS_ASKED = b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"


def with_fields(*fields: bytes) -> Callable[[Good], Good]:
    return lambda good: replace(good, fields=fields)


def refusing(status: bytes, body: bytes, kind: bytes = JSON) -> Callable[[Good], Good]:
    return lambda good: good.as_whole(body, kind, status)


def typed(kind: bytes) -> Callable[[Good], Good]:
    return lambda good: replace(good, kind=kind)


def packed(left_out: int = 0) -> Callable[[Good], Good]:
    def change(good: Good) -> Good:
        body = gzip.compress(good.body)
        whole = good.saying(body[: len(body) - left_out])
        return replace(whole, follows=False, fields=(PACKED,))

    return change


def moved(place: bytes) -> Callable[[Good], Good]:
    def change(good: Good) -> Good:
        return replace(refusing(b"307 Temporary Redirect", b"")(good), fields=(place,))

    return change


def measured(good: Good, length: int) -> bytes:
    return good.headed(b"Content-Length: %d" % length) + good.body


def a_chunk_that_is_none(good: Good) -> bytes:
    head = good.headed(b"Transfer-Encoding: chunked")
    return head + framed(good.first, last=False) + b"zz\r\n"


C = Case
HTTP_CASES = (
    C("no HTTP at all", says(lambda _: b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "not-http"),
    C(
        "a head of 1 MB",
        answers(with_fields(b"X-More: " + b"x" * 1_000_000)),
        BROKEN,
        words="longer than 65536 bytes",
    ),
    C(
        "10,000 header lines",
        answers(with_fields(*[b"X-More: yes"] * 10_000)),
        BROKEN,
        words="longer than 65536 bytes",
    ),
    C(
        "a header with NUL in it",
        answers(with_fields(b"X-More: a\0b")),
        BROKEN,
        words="illegal header line",
    ),
    C(
        "a length and chunks",
        says(lambda good: good.headed(b"Content-Length: 3", b"Transfer-Encoding: chunked")),
        BROKEN,
        words="both Content-Length and Transfer-Encoding",
    ),
    C(
        "two lengths",
        says(lambda good: good.headed(b"Content-Length: 3", b"Content-Length: 4")),
        BROKEN,
        words="several Content-Lengths",
    ),
    C(
        "a chunk that is none, behind the first words",
        says(a_chunk_that_is_none),
        BROKEN,
        ANSWERED,
        begun=True,
    ),
    C(
        "a length that is too long, behind the whole answer",
        says(lambda good: measured(good, len(good.body) + 9)),
        ALL,
        {"runner's state": "answer-cut", "load": "answer-cut"},
    ),
    C("100 Continue and 103 Early Hints first", says(lambda good: INTERIM + good.wire), ALL),
    C(
        "101 Switching Protocols",
        says(lambda _: b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
        BROKEN,
        words="changed the protocol",
    ),
    C(
        "204 No Content",
        says(lambda _: b"HTTP/1.1 204 No Content\r\n\r\n"),
        "not-a-runner",
        {"streamed": "empty-answer", "at once": "empty-answer"},
    ),
    C("a redirect within the server", answers(moved(b"Location: /elsewhere")), REDIRECTED),
    C(
        "a redirect to another server",
        answers(moved(b"Location: http://elsewhere.example/v1")),
        REDIRECTED,
        words="http://elsewhere.example/v1",
    ),
    C(
        "401",
        answers(refusing(b"401 Unauthorized", b'{"error":{"message":"Invalid API Key"}}')),
        "key-missing",
        {"sdk, streamed": "key-rejected", "sdk, whole": "key-rejected", "pull": "pull-unknown"},
    ),
    C("403", answers(refusing(b"403 Forbidden", b"no")), "forbidden"),
    C("429", answers(refusing(b"429 Too Many Requests", b"slow down")), "rate-limited"),
    C(
        "500 with an error in JSON",
        answers(refusing(b"500 Internal Server Error", b'{"error":{"message":"slot crashed"}}')),
        "engine-error",
        {"pull": "pull-failed"},
        words="slot crashed",
    ),
    C(
        "502 with a web page",
        answers(refusing(b"502 Bad Gateway", PAGE, b"text/html")),
        "bad-gateway",
        {"pull": "pull-passing"},
    ),
    C(
        "503 with nothing",
        answers(refusing(b"503 Service Unavailable", b"")),
        "service-unavailable",
        {"pull": "pull-passing"},
    ),
    C("no content type", answers(typed(b"")), ALL),
    C(
        "the content type of plain text",
        answers(typed(TEXT)),
        ALL,
        {"streamed": "wrong-content-type", "at once": "wrong-content-type"},
    ),
    C(
        "the content type of an image",
        answers(typed(b"image/png")),
        ALL,
        {"streamed": "wrong-content-type", "at once": "wrong-content-type"},
    ),
    C(
        "an event stream's type in capitals, with a charset",
        answers(lambda good: replace(good, kind=good.kind.upper() + b"; charset=UTF-8")),
        ALL,
    ),
    C("gzip that nobody asked for", answers(packed()), ALL),
    C(
        "gzip that breaks off",
        answers(packed(20)),
        PACKING,
        ANSWERED,
        texts={"streamed": "one two", "requests": "one ", "pull": "one "},
    ),
    C("gzip that is none", answers(with_fields(PACKED)), PACKING, ANSWERED),
    C(
        "brotli, which nobody asked for",
        answers(with_fields(b"Content-Encoding: br")),
        PACKING,
        words="packed as br",
    ),
    C(
        "plain HTTP to a port with TLS, as Go answers it",
        says(lambda _: TLS_ASKED),
        "tls-expected",
    ),
    C(
        "TLS to a port without it",
        says(lambda _: b"HTTP/1.0 400 Bad Request\r\n\r\n"),
        "tls-mismatch",
        scheme="https",
    ),
    C(
        "a self-signed certificate",
        says(lambda good: good.wire),
        "certificate-refused",
        certificate="self-signed",
        words="self-signed certificate",
    ),
    C(
        "a certificate that has expired",
        says(lambda good: good.wire),
        "certificate-refused",
        certificate="expired",
        words="certificate has expired",
    ),
    C(
        "a certificate for another host",
        says(lambda good: good.wire),
        "certificate-refused",
        certificate="for another host",
        words="IP address mismatch",
    ),
)
