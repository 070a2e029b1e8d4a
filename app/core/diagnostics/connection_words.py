"""What to say when nothing accepts a connection."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass, field
from shlex import quote

from ..runner.docker_hosts import DockerHere
from ..runner.found import Found
from ..wire.address import EngineAddress, parse_engine_base
from ..wire.connections import is_loopback
from .model import Change, Evidence, Outcome, Status
from .site import host_and_port

CONTAINER_NAME = "model-runner.docker.internal"
OPEN_PORT = "docker desktop enable model-runner --tcp 12434"
INSTALL = "docker model install-runner"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A connection that was not made, and where we stand."""

    address: EngineAddress
    problem: OSError
    gateway: bool = False
    here: DockerHere = field(default_factory=DockerHere)

    @property
    def refused_here(self) -> bool:
        """Whether this very machine refused it, at a port of TCP."""
        silent = isinstance(self.problem, TimeoutError | PermissionError)
        return not silent and not self.address.socket and is_loopback(self.address)


@dataclass(frozen=True, slots=True)
class _Words:
    cause: str
    cure: str
    command: str = ""
    changes: tuple[Change, ...] = ()


def no_connection(attempt: Attempt, others: Sequence[Found], seen: Evidence) -> Outcome:
    """The finding; `others` are servers of the wanted kind that do answer, best first."""
    said = _words(attempt)
    if others:
        said = _instead(attempt, said, others[0])
    return Outcome(
        status=Status.FAIL,
        summary=_summary(attempt),
        evidence=(seen, *(Evidence("answers instead", found.title) for found in others)),
        cause=said.cause,
        cure=said.cure,
        command=said.command,
        changes=said.changes,
    )


def place(address: EngineAddress) -> str:
    return address.socket or ":".join(str(part) for part in host_and_port(address))


def words(problem: OSError) -> str:
    """The operating system's words, with the name of the error."""
    if isinstance(problem, TimeoutError) and not problem.errno:
        return "no answer in time"
    name = errno.errorcode.get(problem.errno or 0, type(problem).__name__)
    return f"{name}: {problem.strerror or problem}"


def _summary(attempt: Attempt) -> str:
    where = place(attempt.address)
    if isinstance(attempt.problem, TimeoutError):
        return f"{where} does not answer"
    if isinstance(attempt.problem, PermissionError):
        return f"{where} may not be opened"
    return f"nothing listens on {where}"


def _words(attempt: Attempt) -> _Words:
    if isinstance(attempt.problem, PermissionError):
        return _Words(
            "this user may not use the socket",
            "Add your user to the group that owns the socket, then log in again.",
            "sudo usermod -aG docker $USER",
        )
    if isinstance(attempt.problem, TimeoutError):
        return _Words(
            "a firewall, a wrong address, or a machine that is off",
            "Check host and port of the base URL.",
        )
    if attempt.gateway:
        return _no_gateway(attempt.address)
    if attempt.address.socket:
        return _Words(
            "Docker Desktop is not running, or its socket is elsewhere",
            "Start Docker Desktop; its socket is usually ~/.docker/run/docker.sock.",
            "docker desktop start",
        )
    if attempt.refused_here:
        return _nothing_here(attempt)
    return _nothing_there(attempt.address)


def _no_gateway(address: EngineAddress) -> _Words:
    port = host_and_port(address)[1]
    return _Words(
        "the proxy is not running, or listens on another port",
        "Start the proxy, or name one that runs with --proxy.",
        f"litellm --config config.yaml --host 127.0.0.1 --port {port}",
    )


def _nothing_here(attempt: Attempt) -> _Words:
    port, here = host_and_port(attempt.address)[1], attempt.here
    if here.inside:
        return _Words(
            "in a container, localhost is the container itself, and no runner is in it",
            "Use the name that Docker gives to its runner for containers.",
            changes=(Change("api_base", f"http://{CONTAINER_NAME}/engines/llama.cpp"),),
        )
    if here.remote:
        return _Words(
            f"Docker's CLI works by ssh on {here.remote}, and the runner's port is open there, "
            "not here",
            "Forward the port, and leave this running.",
            f"ssh -N -L {port}:localhost:12434 {quote(here.remote)}",
        )
    if port == 22088:
        cause = "22088 is LiteLLM's default; Docker Model Runner itself listens on 12434"
    else:
        cause = "the runner is not running, or Docker Desktop keeps its TCP port closed, as it "
        cause += "does until it is told otherwise"
    if here.engine_alone:
        return _Words(
            "Docker Engine is here, and its runner is not installed, or has been stopped",
            "Install Docker Model Runner, which starts it too.",
            INSTALL,
        )
    cure = "Start Docker Model Runner with its TCP port open, or use Quayside's own with --demo."
    return _Words(cause, cure, OPEN_PORT)


def _nothing_there(address: EngineAddress) -> _Words:
    host, port = host_and_port(address)
    if host == CONTAINER_NAME and port == 80:
        moved = parse_engine_base(f"http://{host}:12434{address.root}")
        return _Words(
            "the name leads to the host, where Docker Engine's runner has port 12434; only "
            "Docker Desktop answers on port 80",
            "Name the port in the base.",
            changes=(Change("api_base", moved.api_base),),
        )
    return _Words(
        f"the runner on {host} is not running, or listens on its own loopback alone",
        "Let the runner listen on all addresses (it asks nobody for a key), or use ssh -L.",
        "docker model reinstall-runner --host 0.0.0.0",
    )


def _instead(attempt: Attempt, said: _Words, found: Found) -> _Words:
    """Something does answer elsewhere: that is the way, whatever the reason was."""
    near = not found.base.startswith("unix:") and is_loopback(parse_engine_base(found.base))
    if near and attempt.here.inside:
        said = _Words("it is in this container too, on another port", said.cure)
    if found.note and found.base.startswith("unix:"):
        return _Words(
            "Docker Model Runner is switched off in Docker Desktop",
            "Switch it on, with its TCP port.",
            OPEN_PORT,
        )
    if found.base.startswith("unix:"):
        return _Words(said.cause, f"Open the TCP port of {found.title}.", OPEN_PORT)
    setting = "proxy_base" if found.kind.is_gateway else "api_base"
    return _Words(said.cause, f"Use {found.title}.", changes=(Change(setting, found.base),))
