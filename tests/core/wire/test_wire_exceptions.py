import errno
import socket
import ssl

import httpx
import pytest

from kit.exchanges import SAY_HI
from kit.explained import lane
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane
from quayside.app.core.wire.address import AddressError
from quayside.app.core.wire.causes import explain_exception
from quayside.app.core.wire.request import RequestRefused, chat_request
from quayside.app.core.wire.unpacking import AnswerCut

RUNNER = lane()


def explain(error: Exception, at: Lane = RUNNER) -> Failure:
    return explain_exception(at, chat_request(at, SAY_HI), error)


def because(number: int, text: str = "no") -> httpx.ConnectError:
    outer = httpx.ConnectError("All connection attempts failed")
    outer.__cause__ = ExceptionGroup("several", [OSError(number, text), OSError(number, text)])
    return outer


def behind(error: Exception) -> httpx.ConnectError:
    outer = httpx.ConnectError("failed")
    outer.__context__ = error
    return outer


def lost(error: Exception) -> httpx.ReadError:
    outer = httpx.ReadError(str(error))
    outer.__cause__ = error
    return outer


def silent(error: Exception) -> httpx.ConnectTimeout:
    outer = httpx.ConnectTimeout("")
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize(
    ("said", "summary"),
    [
        ("self-signed certificate", "is not trusted"),
        ("certificate has expired", "has expired"),
        ("certificate is not yet valid", "has expired"),
        ("Hostname mismatch, certificate is not valid for 'h'", "is for another name"),
        ("IP address mismatch", "is for another name"),
    ],
)
def test_a_certificate_is_refused_for_a_reason_and_never_for_a_number(
    said: str, summary: str
) -> None:
    failure = explain(behind(ssl.SSLCertVerificationError(1, said)))
    assert summary in failure.summary
    assert said in failure.cause
    assert "not permitted" not in failure.seen


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (because(errno.ECONNREFUSED), "nothing-listening"),
        (because(errno.ECONNRESET), "connection-reset"),
        (because(errno.EHOSTUNREACH), "host-unreachable"),
        (because(errno.ENETUNREACH), "host-unreachable"),
        (because(errno.ETIMEDOUT), "connect-timeout"),
        (because(errno.EACCES), "access-denied"),
        (because(errno.ENOENT), "socket-missing"),
        (behind(socket.gaierror(-2, "Name or service not known")), "name-not-resolved"),
        (behind(ssl.SSLCertVerificationError("self-signed")), "certificate-refused"),
        (behind(ssl.SSLError("WRONG_VERSION_NUMBER")), "tls-mismatch"),
        (httpx.ConnectTimeout(""), "connect-timeout"),
        (silent(ssl.SSLWantReadError("The operation did not complete")), "tls-silent"),
        (httpx.ReadTimeout("x"), "timeout"),
        (TimeoutError(), "timeout"),
        (httpx.ProxyError("407"), "web-proxy"),
        (ImportError("socksio"), "web-proxy"),
        (httpx.ConnectError("odd"), "not-connected"),
        (httpx.ReadError(""), "connection-reset"),
        (httpx.RemoteProtocolError("Server disconnected without sending"), "connection-reset"),
        (httpx.RemoteProtocolError("illegal status line"), "not-http"),
        (httpx.RemoteProtocolError("illegal header line"), "broken-http"),
        (AnswerCut("3 of 9 bytes"), "answer-cut"),
        (lost(ssl.SSLWantReadError("The operation did not complete")), "connection-reset"),
        (lost(TimeoutError(errno.ETIMEDOUT, "no")), "connection-lost"),
        (httpx.DecodingError("bad header"), "broken-encoding"),
        (httpx.LocalProtocolError("Illegal header value b'Bearer sk'"), "not-sent"),
        (RequestRefused("NaN"), "not-sent"),
        (AddressError("no"), "bad-address"),
        (RuntimeError("closed"), "not-sent"),
    ],
)
def test_each_exception_has_its_kind_and_a_cure(error: Exception, kind: str) -> None:
    failure = explain(error)
    assert failure.kind == kind
    assert failure.cause
    assert failure.cure
    assert "{" not in failure.summary + failure.cure


@pytest.mark.parametrize(
    ("base", "words"),
    [
        ("http://localhost:22088", "12434"),
        ("http://localhost:12434", "docker desktop enable model-runner --tcp 12434"),
        ("http://localhost:8080", "12434"),
        ("unix:///run/d.sock", "/run/d.sock"),
    ],
)
def test_a_refused_connection_is_explained_by_where_it_went(base: str, words: str) -> None:
    assert words in repr(explain(because(errno.ECONNREFUSED), lane(base=base)))


def test_a_containers_name_is_explained() -> None:
    at = lane(base="http://model-runner.docker.internal")
    failure = explain(behind(socket.gaierror(-2, "unknown")), at)
    assert "http://localhost:12434" in failure.cure


def test_only_another_machine_is_told_to_listen_on_the_network() -> None:
    refused = because(errno.ECONNREFUSED)
    assert "0.0.0.0" not in repr(explain(refused, lane(base="http://localhost:23999")))
    assert "--host 0.0.0.0" in explain(refused, lane(base="http://gpu-box:8000")).command


def test_a_header_is_never_shown() -> None:
    assert "Bearer" not in repr(explain(httpx.LocalProtocolError("Illegal header b'Bearer sk'")))


def test_an_exception_that_is_its_own_context_is_read_once() -> None:
    first, second = httpx.ConnectError("a"), OSError(errno.ECONNREFUSED, "b")
    first.__cause__, second.__context__ = second, first
    assert explain(first).kind == "nothing-listening"
    assert "Connection refused" in explain(first).seen
