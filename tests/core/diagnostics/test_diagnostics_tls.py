import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kit.diagnosing import subject_of
from kit.raw_server import Peer, RawServer, always, closed_port, serving
from quayside.app.core.diagnostics import tls_layer
from quayside.app.core.diagnostics.engine import run_one
from quayside.app.core.diagnostics.model import Finding, Status

OPENSSL = shutil.which("openssl") or ""
pytestmark = pytest.mark.skipif(not OPENSSL, reason="makes certificates with openssl")


@pytest.fixture(autouse=True)
def no_runner_on_dockers_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls_layer, "_PLAIN_PORT", closed_port())


def certificate(folder: Path, names: str) -> Path:
    file = folder / "runner.pem"
    command = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=runner"]
    command += ["-addext", f"subjectAltName={names}"]
    key = folder / "key.pem"
    subprocess.run([*command, "-keyout", key, "-out", file], check=True, capture_output=True)
    file.write_text(file.read_text() + key.read_text())
    return file


@asynccontextmanager
async def secured(file: Path) -> AsyncIterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    async with serving(always, tls=context) as server:
        yield port_of(server)


def port_of(server: RawServer) -> int:
    return int(server.base.rpartition(":")[2])


async def tls_at(base: str) -> Finding:
    found = await run_one("tls.engine", subject_of(base=base))
    assert found is not None
    return found


async def test_a_runners_own_certificate_is_refused_until_it_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "DNS:localhost,IP:127.0.0.1")
    async with secured(file) as port:
        base = f"https://localhost:{port}/engines/llama.cpp"
        refused = await tls_at(base)
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        trusted = await tls_at(base)
    assert (refused.status, trusted.status) == (Status.FAIL, Status.PASS)
    assert refused.command.startswith(f"openssl s_client -connect localhost:{port} ")
    assert refused.command.endswith("&& export SSL_CERT_FILE=$PWD/runner.pem")
    assert trusted.summary == "the certificate is trusted"


async def test_the_line_that_fetches_a_certificate_does_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = certificate(tmp_path, "DNS:localhost")
    moved = file.rename(tmp_path / "of-the-server.pem")
    async with secured(moved) as port:
        base = f"https://localhost:{port}/engines/llama.cpp"
        command = (await tls_at(base)).command.partition(" && ")[0]
        shell = await asyncio.create_subprocess_shell(command)
        assert await shell.wait() == 0
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "runner.pem"))
        assert (await tls_at(base)).status is Status.PASS


async def test_a_certificate_for_another_name_tells_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, "DNS:*.example.com,DNS:localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with secured(file) as port:
        found = await tls_at(f"https://127.0.0.1:{port}/engines/vllm")
        base = f"https://localhost:{port}/engines/vllm"
        assert [one.value for one in found.changes] == [base]
        assert (await tls_at(base)).status is Status.PASS
    assert found.status is Status.FAIL
    assert "made for: *.example.com, localhost" in [f"{e.label}: {e.text}" for e in found.evidence]


async def test_https_to_a_port_without_tls_and_http_to_one_with_it(tmp_path: Path) -> None:
    async with serving(always) as server:
        plain = await tls_at(f"https://127.0.0.1:{port_of(server)}")
    assert plain.status is Status.FAIL
    assert plain.changes[0].value.startswith("http://127.0.0.1:")

    async def go(peer: Peer) -> None:
        await peer.request()
        words = b"Client sent an HTTP request to an HTTPS server.\n"
        await peer.send(b"HTTP/1.0 400 Bad Request\r\n\r\n" + words)

    async def nginx(peer: Peer) -> None:
        await peer.request()
        words = b"<html><h1>400 The plain HTTP request was sent to HTTPS port</h1></html>"
        await peer.send(b"HTTP/1.0 400 Bad Request\r\nContent-Type: text/html\r\n\r\n" + words)

    async with serving(nginx) as server:
        page = await tls_at(f"http://127.0.0.1:{port_of(server)}")
    assert page.changes[0].value.startswith("https://127.0.0.1:")
    async with serving(go) as server:
        secure = await tls_at(f"http://127.0.0.1:{port_of(server)}")
    assert secure.status is Status.FAIL
    assert secure.changes[0].value.startswith("https://127.0.0.1:")


async def test_a_port_that_is_silent_in_both_is_not_said_to_speak_plain_http() -> None:
    async def nothing(peer: Peer) -> None:
        await peer.wait_closed()

    async with serving(nothing) as server:
        outcome = await tls_at(f"https://127.0.0.1:{port_of(server)}")
    assert outcome.changes == ()


async def test_a_server_that_says_nothing_to_plain_http_is_asked_for_a_handshake(
    tmp_path: Path,
) -> None:
    async with secured(certificate(tmp_path, "DNS:localhost")) as port:
        found = await tls_at(f"http://localhost:{port}/engines/vllm")
    assert found.status is Status.FAIL
    assert [one.value for one in found.changes] == [f"https://localhost:{port}/engines/vllm"]


async def test_a_server_that_is_silent_is_left_to_the_next_check() -> None:
    async def hang_up(peer: Peer) -> None:
        await peer.request()

    async with serving(hang_up) as server:
        found = await tls_at(server.base)
    assert (found.status, found.summary) == (Status.PASS, "the server has not told yet")


async def test_certificates_that_are_not_there_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    async with serving(always) as server:
        found = await tls_at(f"https://127.0.0.1:{port_of(server)}")
    assert found.status is Status.FAIL
    assert found.command == "unset SSL_CERT_FILE SSL_CERT_DIR"
