"""Whether `docker model` is a command here: Quayside needs none, many of its cures do."""

import os
import shutil
import sys
from pathlib import Path

from ..runner.docker_hosts import docker_folder
from ..wire.address import AddressError, parse_engine_base
from ..wire.connections import is_loopback
from .model import Evidence, Outcome, Status
from .outcomes import passed
from .site import Site, host_and_port

PLUGIN = "docker-model"
SYSTEM_FOLDERS = (
    Path("/usr/local/lib/docker/cli-plugins"),
    Path("/usr/local/libexec/docker/cli-plugins"),
    Path("/usr/lib/docker/cli-plugins"),
    Path("/usr/libexec/docker/cli-plugins"),
    Path("C:/Program Files/Docker/cli-plugins"),
)
"""Where docker/cli looks for plugins, besides the user's own folder."""
LINKS = ("https://docs.docker.com/ai/model-runner/get-started/",)
_IN_DESKTOP = "/Applications/Docker.app/Contents/Resources/cli-plugins/docker-model"


async def docker_cli(site: Site) -> Outcome:
    """Looks at files alone; nothing is run."""
    docker = shutil.which("docker", path=site.environment.get("PATH", ""))
    if docker is None:
        return passed("Docker's CLI is not here, and nothing in Quayside needs it")
    folder = docker_folder(site.environment)
    own = (folder / "cli-plugins",) if folder is not None else ()
    places = [place / name for place in (*own, *SYSTEM_FOLDERS) for name in _names()]
    found = next((place for place in places if os.access(place, os.X_OK)), None)
    if found is not None:
        return passed("`docker model` is a command here", Evidence("plugin", str(found)))
    evidence = (Evidence("docker", docker), *_broken(places))
    if not _is_dockers(site):
        return passed("`docker model` is no command here, and nothing needs it", *evidence)
    return Outcome(
        status=Status.WARN,
        summary="'model' is not a docker command here",
        evidence=evidence,
        cause="the plugin docker-model is not where Docker's CLI looks for plugins, or may not be "
        "run; Quayside itself needs none, the cures that begin with `docker model` do",
        cure="Install the plugin, or link it from Docker Desktop into ~/.docker/cli-plugins.",
        command=_command(),
        links=LINKS,
    )


def _names() -> tuple[str, ...]:
    return (PLUGIN, f"{PLUGIN}.exe")


def _broken(places: list[Path]) -> list[Evidence]:
    links = [place for place in places if place.is_symlink() and not place.exists()]
    return [Evidence("broken link", f"{link} → {os.readlink(link)}") for link in links]


def _is_dockers(site: Site) -> bool:
    """Whether the engine's lane goes to where Docker has its runner on this machine."""
    lane = site.subject.engine
    try:
        address = parse_engine_base(lane.base) if lane is not None else None
    except AddressError:
        return False
    if address is None:
        return False
    return bool(address.socket) or (is_loopback(address) and host_and_port(address)[1] == 12434)


def _command() -> str:
    if sys.platform == "darwin":
        return f"mkdir -p ~/.docker/cli-plugins && ln -sf {_IN_DESKTOP} ~/.docker/cli-plugins/"
    return "sudo apt-get install docker-model-plugin"
