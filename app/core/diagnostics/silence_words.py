"""What to say of a port that accepts connections and gives no answer."""

import sys

from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..wire.address import EngineAddress
from ..wire.connections import is_loopback
from .model import Outcome, Status
from .outcomes import evidence_of
from .site import Site, host_and_port

_RUNNERS_PORT = 12434
_OTHER_PORT = 12534


def silent(site: Site, address: EngineAddress, first: Exchange) -> Outcome:
    """It hangs, it hangs up, or it speaks something else than HTTP."""
    if first.timed_out:
        return _hangs(address, first)
    if failure_of(site.engine, first).kind == "connection-reset":
        return _hangs_up(address, first)
    return Outcome(
        status=Status.FAIL,
        summary="something accepts connections there but does not answer HTTP",
        evidence=evidence_of(first),
        cause="another program holds the port",
        cure="See which program holds the port, and check host and port of the base URL.",
        command=holder(host_and_port(address)[1]),
    )


def holder(port: int) -> str:
    """A line that tells which program has a port."""
    if sys.platform == "win32":
        return f"netstat -ano | findstr :{port}"
    return f"lsof -nP -iTCP:{port} -sTCP:LISTEN"


def _hangs(address: EngineAddress, first: Exchange) -> Outcome:
    port = host_and_port(address)[1]
    ours = port == _RUNNERS_PORT and is_loopback(address)
    return Outcome(
        status=Status.FAIL,
        summary="something accepts connections there but does not answer HTTP in time",
        evidence=evidence_of(first),
        cause="the server hangs or is just starting, or it is a program that waits for another "
        "protocol; a runner answers /engines/status at once, also while it loads a model",
        cure="Start the runner again." if ours else "See which program holds the port.",
        command="docker model restart-runner" if ours else holder(port),
    )


def _hangs_up(address: EngineAddress, first: Exchange) -> Outcome:
    ours = host_and_port(address)[1] == _RUNNERS_PORT and is_loopback(address)
    base = f"http://localhost:{_OTHER_PORT}/engines/llama.cpp/v1"
    command = f"docker desktop enable model-runner --tcp {_OTHER_PORT} && "
    command += f"export QUAYSIDE_BASE={base}"
    return Outcome(
        status=Status.FAIL,
        summary="something accepts connections there and hangs up without an answer",
        evidence=evidence_of(first),
        cause="the program behind the port has crashed, or it is none that speaks HTTP; on "
        "Windows the port may lie in a reserved port range, which Docker Desktop opens in vain",
        cure="Give the runner another port. On Windows, this lists the reserved ranges: "
        "netsh int ipv4 show excludedportrange tcp",
        command=command if ours else holder(host_and_port(address)[1]),
    )
