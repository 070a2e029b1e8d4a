"""A world with a Docker Model Runner in it, a fault of it, and its user's settings."""

import os
import ssl
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from kit.faults import Scenario
from kit.scripted import Script, ScriptedSource
from kit.strict_runner import StrictRunner, text
from quayside.app.core.diagnostics.engine import diagnose
from quayside.app.core.diagnostics.model import Finding, Provenance, Subject
from quayside.app.core.diagnostics.site import Limits, Surroundings
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.runner.candidates import DESKTOP_PREFIX
from quayside.app.core.secret import Secret
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.wire.address import EngineAddress
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.connections import TrustError
from quayside.app.core.wire.source import ReplySource

GOOD = "http://localhost:12434/engines/llama.cpp/v1"
Handler = Callable[[httpx.Request], httpx.Response]
ALL_ANSWERS = b'data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}\n\n'
END = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
REFUSED = {
    "certificate has expired": 10,
    "self-signed certificate": 18,
    "IP address mismatch": 64,
}


@dataclass
class RunnerWorld:
    """`servers` answer by host and port; `runner` is the one on localhost, where it is on."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])
    deep: bool = False
    runner: StrictRunner = field(default_factory=StrictRunner)
    desktop: StrictRunner | None = None
    """Docker Desktop's own runner, where it is another one."""
    script: Script | None = None
    """What the chat route's answer looks like in time; None where `chat` answers."""
    port: int = 12434
    port_open: bool = True
    """Whether the runner listens on TCP."""
    servers: dict[str, Handler] = field(default_factory=dict[str, Handler])
    names: set[str] = field(default_factory=lambda: {"localhost"})
    refusals: dict[str, OSError] = field(default_factory=dict[str, OSError])
    """What connecting to a place says; a place that is nowhere refuses."""
    addresses: list[str] = field(default_factory=list[str])
    chat: Handler | None = None
    """What the runner's chat route answers to a whole request; None answers well."""
    in_container: bool = False
    socket_off: bool = False
    """Whether Docker answers there, and not for the runner."""
    certificates: dict[str, str] = field(default_factory=dict[str, str])
    """Places that speak TLS: `trusted`, or what OpenSSL has against their certificate."""

    def __post_init__(self) -> None:
        self.environment |= {
            "HOME": str(self.folder),
            "PATH": str(self.folder / "bin"),
            "QUAYSIDE_BASE": GOOD,
        }

    @property
    def desktop_socket(self) -> Path:
        return self.folder / ".docker/run/docker.sock"

    @property
    def engine_socket(self) -> Path:
        return self.folder.parent / "docker.sock"

    def with_desktop(self, *, switched_off: bool = False) -> None:
        """Docker Desktop: its socket is there, its TCP port is closed."""
        self.port_open, self.socket_off = False, switched_off
        self.desktop_socket.parent.mkdir(parents=True)
        os.mknod(self.desktop_socket, stat.S_IFSOCK | 0o600)

    def with_engine(self) -> None:
        """Docker Engine: its socket is there, its runner is not."""
        self.port_open = False
        os.mknod(self.engine_socket, stat.S_IFSOCK | 0o600)

    def with_program(self, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch(0o755)

    def handler(self, address: EngineAddress) -> Handler | None:
        if address.socket:
            known = Path(address.socket) == self.desktop_socket and self.desktop_socket.exists()
            return self._desktop if known else None
        place = address.origin.partition("://")[2]
        if place in self.servers:
            return self.servers[place]
        return self._answer if place == f"localhost:{self.port}" and self.port_open else None

    async def connect(self, address: EngineAddress) -> None:
        place = address.socket or address.origin.partition("://")[2]
        if place in self.refusals:
            raise self.refusals[place]
        if self.handler(address) is None:
            absent = FileNotFoundError(2, "No such file or directory")
            raise absent if address.socket else ConnectionRefusedError(111, "Connection refused")

    async def resolve(self, host: str, port: int) -> list[str]:
        if host not in self.names:
            raise OSError(-2, "Name or service not known")
        return ["127.0.0.1"]

    async def names_in_certificate(self, address: EngineAddress) -> tuple[str, ...]:
        if address.origin.partition("://")[2] not in self.certificates:
            raise OSError("no handshake")
        return ("localhost",)

    def client_for(self, address: EngineAddress) -> httpx.AsyncClient:
        named = self.environment.get("SSL_CERT_FILE")
        if address.origin.startswith("https:") and named and not Path(named).exists():
            raise TrustError(f"SSL_CERT_FILE: {named}: No such file or directory")
        return httpx.AsyncClient(transport=self.transport(address))

    def transport(self, address: EngineAddress) -> httpx.AsyncBaseTransport:
        def answer(request: httpx.Request) -> httpx.Response:
            handler = self.handler(address)
            place = address.socket or address.origin.partition("://")[2]
            if handler is None or place in self.refusals:
                raise httpx.ConnectError("[Errno 111] Connection refused", request=request)
            return self._spoken(address, request) or handler(request)

        return httpx.MockTransport(answer)

    def subject(self) -> Subject:
        settings = load_settings({}, self.environment)
        rows = [
            Provenance(name=name, value=value, source=source)
            for name, value, source in settings.rows()
        ]
        lane = Lane(
            LanePath.SDK,
            settings.model.value,
            settings.api_base.value,
            Secret(settings.api_key.value.reveal()),
        )
        return Subject(
            engine=lane,
            provenance=tuple(rows),
            environment=self.environment,
            directory=self.folder,
        )

    async def findings(self) -> list[Finding]:
        around = Surroundings(
            client_for=self.client_for,
            resolve=self.resolve,
            connect=self.connect,
            own_addresses=lambda: self.addresses,
            certificate_names=self.names_in_certificate,
            in_container=self.in_container,
            source_for=lambda _environment: self._source(),
        )
        limits = Limits(answer=0.5, search=0.3)
        search = diagnose(self.subject(), self.deep, limits=limits, surroundings=around)
        return [finding async for finding in search]

    def _source(self) -> ReplySource:
        if self.script is not None:
            return ScriptedSource({LanePath.SDK.value: self.script})
        return EngineClient(self.transport)

    def _spoken(self, address: EngineAddress, request: httpx.Request) -> httpx.Response | None:
        """What goes wrong before HTTP is spoken as both ends mean it."""
        scheme, _, place = address.origin.partition("://")
        certificate = self.certificates.get(place, "")
        if scheme == "http":
            plain = "Client sent an HTTP request to an HTTPS server."
            return text(400, plain) if certificate else None
        if not certificate:
            raise of_ssl(ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"))
        if certificate in REFUSED and not self._trusts(certificate):
            error = ssl.SSLCertVerificationError(1, f"certificate verify failed: {certificate}")
            error.verify_code = REFUSED[certificate]
            raise of_ssl(error)
        return None

    def _trusts(self, certificate: str) -> bool:
        named = self.environment.get("SSL_CERT_FILE")
        return certificate == "self-signed certificate" and bool(named) and Path(named).exists()

    def answer_well(self, request: httpx.Request) -> httpx.Response:
        """As a runner without any fault."""
        whole = b"messages" in request.content
        return streaming() if whole else self.runner.answer(request)

    def _answer(self, request: httpx.Request, runner: StrictRunner | None = None) -> httpx.Response:
        answer = (runner or self.runner).answer(request)
        whole = request.url.path.endswith("/chat/completions") and b"messages" in request.content
        if not whole or answer.status_code != 200:
            return answer
        return self.chat(request) if self.chat else streaming()

    def _desktop(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if not path.startswith(DESKTOP_PREFIX):
            return text(404, "page not found")
        if self.socket_off:
            return text(503, "inference is disabled")
        request.url = request.url.copy_with(path=path.removeprefix(DESKTOP_PREFIX))
        return self._answer(request, self.desktop)


def of_ssl(problem: ssl.SSLError) -> httpx.ConnectError:
    error = httpx.ConnectError(str(problem))
    error.__cause__ = problem
    return error


def streaming(*pieces: bytes) -> httpx.Response:
    head = {"content-type": "text/event-stream"}
    return httpx.Response(200, headers=head, content=b"".join(pieces or (ALL_ANSWERS, END)))


class RunnerScenario(Scenario[RunnerWorld]):
    def world(self, folder: Path) -> RunnerWorld:
        world = RunnerWorld(folder)
        self.set_up(world)
        return world
