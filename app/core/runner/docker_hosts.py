"""Which Docker this user's CLI talks to, read from its own files and variables.

Files as of docker/cli: `config.json` names the context, `contexts/meta/<sha256>/meta.json` is it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..lanes import JsonValue
from .candidates import desktop_sockets, home_directory, is_inside, json_file


@dataclass(frozen=True, slots=True)
class DockerHere:
    """What of Docker is on this machine, as far as files tell."""

    remote: str = ""
    """`user@host` where the CLI works by ssh on another machine."""
    engine_alone: bool = False
    """Docker Engine's socket is there, and none of Docker Desktop's."""
    inside: bool = False
    """Whether we are in a container ourselves."""


def docker_here(environment: Mapping[str, str], in_container: bool | None = None) -> DockerHere:
    """Reads small files at most; asks nobody."""
    host = docker_host(environment)
    sockets, home = desktop_sockets(environment), home_directory(environment)
    return DockerHere(
        remote=host.removeprefix("ssh://").partition("/")[0] if host.startswith("ssh://") else "",
        engine_alone=bool(sockets) and not any(home in one.parents for one in sockets),
        inside=is_inside(in_container),
    )


def docker_host(environment: Mapping[str, str]) -> str:
    """`DOCKER_HOST`, or the endpoint of the context in use; empty for the usual socket."""
    if named := environment.get("DOCKER_HOST", ""):
        return named
    folder = docker_folder(environment)
    if folder is None:
        return ""
    chosen = environment.get("DOCKER_CONTEXT") or json_file(folder / "config.json").get(
        "currentContext"
    )
    if not isinstance(chosen, str) or chosen in ("", "default"):
        return ""
    digest = sha256(chosen.encode()).hexdigest()
    endpoints = json_file(folder / "contexts" / "meta" / digest / "meta.json").get("Endpoints")
    return _text(_object(_object(endpoints).get("docker")).get("Host"))


def docker_folder(environment: Mapping[str, str]) -> Path | None:
    """`~/.docker`, or what `DOCKER_CONFIG` names."""
    if named := environment.get("DOCKER_CONFIG"):
        return Path(named)
    home = home_directory(environment)
    return home / ".docker" if home else None


def _object(value: JsonValue) -> dict[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
