"""What to say when nothing accepts a connection."""

import errno
from collections.abc import Sequence

from ..runner.found import Found
from ..wire.address import EngineAddress
from ..wire.connections import is_loopback
from .model import Evidence, Outcome, Status
from .site import host_and_port

OPEN_PORT = "docker desktop enable model-runner --tcp 12434"


def no_connection(
    address: EngineAddress,
    problem: OSError,
    others: Sequence[Found],
    gateway: bool,
    seen: Evidence,
) -> Outcome:
    """The finding; `others` are servers of the wanted kind that do answer, best first."""
    cure, command = _cure(address, problem, gateway)
    if others:
        cure, command = _instead(others[0])
    return Outcome(
        status=Status.FAIL,
        summary=_summary(address, problem),
        evidence=(seen, *(Evidence("answers instead", found.title) for found in others)),
        cause=_cause(address, problem, gateway),
        cure=cure,
        command=command,
    )


def place(address: EngineAddress) -> str:
    return address.socket or ":".join(str(part) for part in host_and_port(address))


def words(problem: OSError) -> str:
    """The operating system's words, with the name of the error."""
    if isinstance(problem, TimeoutError) and not problem.errno:
        return "no answer in time"
    name = errno.errorcode.get(problem.errno or 0, type(problem).__name__)
    return f"{name}: {problem.strerror or problem}"


def _summary(address: EngineAddress, problem: OSError) -> str:
    if isinstance(problem, TimeoutError):
        return f"{place(address)} does not answer"
    if isinstance(problem, PermissionError):
        return f"{place(address)} may not be opened"
    return f"nothing listens on {place(address)}"


def _cause(address: EngineAddress, problem: OSError, gateway: bool) -> str:
    if isinstance(problem, PermissionError):
        return "this user may not use the socket"
    if isinstance(problem, TimeoutError):
        return "a firewall, a wrong address, or a machine that is off"
    if address.socket:
        return "Docker Desktop is not running, or its socket is elsewhere"
    host, port = host_and_port(address)
    if gateway:
        return "the proxy is not running, or listens on another port"
    if port == 22088:
        return "22088 is LiteLLM's default; Docker Model Runner itself listens on 12434"
    if not is_loopback(address):
        return f"the runner on {host} is not running, or listens on its own loopback alone"
    return "the runner is not running, or Docker Desktop keeps its TCP port closed (the default)"


def _cure(address: EngineAddress, problem: OSError, gateway: bool) -> tuple[str, str]:
    if isinstance(problem, PermissionError):
        return "Add your user to the group that owns the socket, then log in again.", ""
    if isinstance(problem, TimeoutError):
        return "Check host and port of the base URL.", ""
    if gateway:
        port = host_and_port(address)[1]
        command = f"litellm --config config.yaml --host 127.0.0.1 --port {port}"
        return "Start the proxy, or name one that runs with --proxy.", command
    if not is_loopback(address):
        cure = "Let the runner listen on all addresses (it asks nobody for a key), or use ssh -L."
        return cure, "docker model reinstall-runner --host 0.0.0.0"
    cure = "Start Docker Model Runner with its TCP port open, or use Quayside's own with --demo."
    return cure, OPEN_PORT


def _instead(found: Found) -> tuple[str, str]:
    if found.base.startswith("unix:"):
        return f"Open the TCP port of {found.title}.", OPEN_PORT
    name = "QUAYSIDE_PROXY" if found.kind.is_gateway else "QUAYSIDE_BASE"
    return f"Use {found.title}.", f"export {name}={found.base}"
