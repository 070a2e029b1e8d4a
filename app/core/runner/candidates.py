"""Where a runner or a gateway may listen, in the order in which Docker's own CLI looks.

Order and files: docker/model-runner `cmd/cli/desktop/context.go`; LiteLLM's and Quayside's
own places come behind it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from ..lanes import JsonValue
from ..wire.address import AddressError, parse_engine_base, place_of

DESKTOP_PREFIX = "/exp/vDD4.40"
"""Where Docker Desktop's socket keeps the runner's routes."""
CONTEXTS_LIMIT = 256 * 1024
_SOCKETS = (".docker/run/docker.sock", ".docker/desktop/docker.sock")
SYSTEM_SOCKET = Path("/var/run/docker.sock")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address worth asking, and why."""

    base: str
    source: str


def candidates(
    environment: Mapping[str, str],
    *,
    named: Iterable[Candidate] = (),
    in_container: bool | None = None,
) -> list[Candidate]:
    """All places to ask, `named` ones first, each once.

    Reads Docker's context file, nothing else.
    """
    return list(_distinct([*named, *_all(environment, is_inside(in_container))]))


def is_inside(in_container: bool | None = None) -> bool:
    """Whether this program runs in a container of Docker's; what is given is believed."""
    return Path("/.dockerenv").exists() if in_container is None else in_container


def desktop_sockets(environment: Mapping[str, str]) -> list[Path]:
    """Sockets of Docker that exist here; the runner answers on Docker Desktop's alone."""
    home = home_directory(environment)
    named = environment.get("DOCKER_HOST", "").removeprefix("unix://")
    places = [Path(named)] if named.startswith("/") else []
    places += [home / name for name in _SOCKETS] if home else []
    return [place for place in (*places, SYSTEM_SOCKET) if _is_socket(place)]


def home_directory(environment: Mapping[str, str]) -> Path | None:
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) if home else None


def _all(environment: Mapping[str, str], inside: bool) -> Iterator[Candidate]:
    yield from _named(environment)
    yield from _docker_context(environment)
    for socket in desktop_sockets(environment):
        yield Candidate(f"unix://{socket}:{DESKTOP_PREFIX}", f"Docker's socket {socket}")
    yield Candidate("http://localhost:12434", "Docker Model Runner's port")
    yield Candidate("http://localhost:22088", "LiteLLM's default for Docker Model Runner")
    if inside:
        yield Candidate("http://model-runner.docker.internal", "Docker Desktop, from a container")
        yield Candidate("http://172.17.0.1:12434", "Docker Engine, from a container")
    yield Candidate("http://localhost:4000", "the usual port of a LiteLLM Proxy")
    yield Candidate("http://localhost:11434", "Ollama's port")


def _named(environment: Mapping[str, str]) -> Iterator[Candidate]:
    for name in ("QUAYSIDE_BASE", "DOCKER_MODEL_RUNNER_API_BASE", "MODEL_RUNNER_HOST"):
        if value := environment.get(name, "").strip():
            base = _with_scheme(value, environment) if name == "MODEL_RUNNER_HOST" else value
            yield Candidate(base, f"environment {name}")
    for name in ("QUAYSIDE_PROXY", "LITELLM_PROXY_API_BASE"):
        if value := environment.get(name, "").strip():
            yield Candidate(value, f"environment {name}")
    for name, value in environment.items():
        # Compose injects a pair of variables for each model of a service.
        if name.endswith("_URL") and environment.get(f"{name[:-4]}_MODEL") and "/engines" in value:
            yield Candidate(value, f"environment {name}")


def _with_scheme(host: str, environment: Mapping[str, str]) -> str:
    secure = environment.get("MODEL_RUNNER_TLS", "").lower() in {"true", "1"}
    return host if "://" in host else f"{'https' if secure else 'http'}://{host}"


def _docker_context(environment: Mapping[str, str]) -> Iterator[Candidate]:
    home = home_directory(environment)
    folder = environment.get("DOCKER_CONFIG") or (home / ".docker" if home else None)
    if folder is None:
        return
    document = json_file(Path(folder) / "model" / "contexts.json")
    name = document.get("current")
    contexts = document.get("contexts")
    context = contexts.get(name) if isinstance(contexts, dict) and isinstance(name, str) else None
    host = context.get("host") if isinstance(context, dict) else None
    if isinstance(host, str) and host:
        yield Candidate(host, f"docker model context {name}")


def json_file(file: Path) -> dict[str, JsonValue]:
    """A small JSON object of Docker's; empty where there is none."""
    try:
        with file.open("rb") as stream:
            value = cast("JsonValue", json.loads(stream.read(CONTEXTS_LIMIT)))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _is_socket(place: Path) -> bool:
    try:
        return place.is_socket()
    except OSError:
        return False


def _distinct(offered: Iterable[Candidate]) -> Iterator[Candidate]:
    seen = set[tuple[str, str]]()
    for candidate in offered:
        try:
            address = parse_engine_base(candidate.base)
        except AddressError:
            continue
        if (place := place_of(address)) not in seen:
            seen.add(place)
            yield candidate
