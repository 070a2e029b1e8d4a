"""Where a server of the fault lab stands: in the open, behind TLS, or nowhere yet."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kit.lab_case import Case
from kit.misbehaving import TURNS, Lab
from kit.raw_server import RawServer, closed_port, serving

NAMES = {
    "trusted": "IP:127.0.0.1",
    "self-signed": "IP:127.0.0.1",
    "expired": "IP:127.0.0.1",
    "for another host": "DNS:elsewhere.example",
}
_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def certificates(folder: Path) -> dict[str, Path]:
    """One file each, with its key; `bundle` has those that are trusted."""
    made = {name: _made(folder, name) for name in NAMES}
    bundle = folder / "bundle.pem"
    bundle.write_text("".join(made[name].read_text() for name in NAMES if name != "self-signed"))
    return made | {"bundle": bundle}


def _made(folder: Path, name: str) -> Path:
    key, asked, file = folder / "key.pem", folder / "asked.pem", folder / f"{name}.pem"
    named = f"subjectAltName={NAMES[name]}"
    days = "-1" if name == "expired" else "2"
    _openssl(
        "req",
        "-new",
        *_KEY,
        "-subj",
        f"/CN={name}",
        "-addext",
        named,
        "-keyout",
        key,
        "-out",
        asked,
    )
    signed = ("-signkey", key, "-copy_extensions", "copy", "-days", days)
    _openssl("x509", "-req", "-in", asked, *signed, "-out", file)
    file.write_text(file.read_text() + key.read_text())
    return file


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@dataclass
class Stage:
    """`base` stays, whatever stands there."""

    case: Case
    certificate: dict[str, Path]
    lab: Lab
    stack: AsyncExitStack
    base: str = ""
    servers: list[RawServer] = field(default_factory=list)

    async def stand(self, certificate: str, port: int = 0) -> None:
        context = _context(self.certificate.get(certificate))
        serve = serving(self.lab.serve, port=port, tls=context)
        self.servers.append(await self.stack.enter_async_context(serve))

    async def mend(self) -> None:
        """What stands at the base from here on is healthy."""
        self.lab.end()
        await self.hung_up()
        self.lab.fault = None
        for _ in range(TURNS):
            # A server's closing takes some turns to reach a client that would use it again.
            await asyncio.sleep(0)
        if self.case.elsewhere:
            await self.stack.aclose()
            certificate = "trusted" if self.base.startswith("https") else ""
            await self.stand(certificate, int(self.base.rpartition(":")[2]))

    async def hung_up(self) -> None:
        """Until every connection that there was has ended."""
        await until(lambda: all(one.ended == one.connections for one in self.servers))


@asynccontextmanager
async def staged(case: Case, certificate: dict[str, Path]) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        stage = Stage(case, certificate, Lab(case.fault), stack)
        if not case.absent:
            await stage.stand(case.certificate)
        port = stage.servers[0].port if stage.servers else closed_port()
        scheme = case.scheme or ("https" if case.certificate else "http")
        stage.base = f"{scheme}://127.0.0.1:{port}"
        yield stage


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0)


def _context(file: Path | None) -> ssl.SSLContext | None:
    if file is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
