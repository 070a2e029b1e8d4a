"""Finds a LiteLLM that is safe to run, on PATH or made by Quayside; runs and imports none.

LiteLLM and Textual cannot share an environment: `litellm[proxy]` needs an older `rich`.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .installation import make_environment, remove_environment
from .made import environment_directory, interpreter, is_ready
from .pins import PINNED_VERSION
from .versions import installed_version, objection, site_directories

__all__ = [
    "PINNED_VERSION",
    "LiteLLMInstall",
    "LiteLLMStatus",
    "MadeState",
    "Refusal",
    "available_litellm",
    "environment_directory",
    "find_litellm",
    "litellm_scripts",
    "litellm_status",
    "made_litellm",
    "make_environment",
    "remove_environment",
    "search_path",
]

_RUN_SERVER = "from litellm import run_server; run_server()"
_SCRIPT_NAMES = ("litellm.exe", "litellm") if sys.platform == "win32" else ("litellm",)


@dataclass(frozen=True, slots=True)
class LiteLLMInstall:
    """A LiteLLM that may be run, as `command`, from outside."""

    command: tuple[str, ...]
    """Starts the proxy; its options follow."""
    python: Path
    """The interpreter that can import it."""
    version: str
    made: bool
    """Whether Quayside made it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A LiteLLM that was found and must not be run, and why."""

    script: Path
    version: str
    reason: str


class MadeState(StrEnum):
    """The state of the environment that Quayside makes."""

    ABSENT = "absent"
    UNFINISHED = "unfinished"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class LiteLLMStatus:
    """What there is to run: the first safe LiteLLM on PATH, and the one we make."""

    on_path: LiteLLMInstall | None
    refused: tuple[Refusal, ...]
    made: LiteLLMInstall | None
    state: MadeState
    directory: Path


def search_path(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The directories of `PATH`, in order; relative ones are left out."""
    parts = environment.get("PATH", "").split(os.pathsep)
    return tuple(Path(part) for part in parts if part and Path(part).is_absolute())


def find_litellm(paths: Iterable[Path]) -> LiteLLMInstall | None:
    """The first `litellm` in `paths` whose version is known to be safe."""
    found = (item for item in _inspect(paths) if isinstance(item, LiteLLMInstall))
    return next(found, None)


def available_litellm(
    environment: Mapping[str, str], data_directory: Path
) -> LiteLLMInstall | None:
    """What to run without installing anything: one on PATH, else the one we made."""
    on_path = find_litellm(search_path(environment))
    return on_path or made_litellm(environment_directory(data_directory))


def litellm_status(environment: Mapping[str, str], data_directory: Path) -> LiteLLMStatus:
    """All that is known without starting anything."""
    found = tuple(_inspect(search_path(environment)))
    directory = environment_directory(data_directory)
    made = made_litellm(directory)
    unready = MadeState.UNFINISHED if directory.exists() else MadeState.ABSENT
    return LiteLLMStatus(
        on_path=next((item for item in found if isinstance(item, LiteLLMInstall)), None),
        refused=tuple(item for item in found if isinstance(item, Refusal)),
        made=made,
        state=MadeState.READY if made else unready,
        directory=directory,
    )


def made_litellm(directory: Path) -> LiteLLMInstall | None:
    """The LiteLLM in `directory` when it was finished, else None."""
    if not is_ready(directory):
        return None
    python = interpreter(directory)
    # Isolated: a `litellm.py` in the working directory must not be taken for it.
    return LiteLLMInstall((str(python), "-I", "-c", _RUN_SERVER), python, PINNED_VERSION, True)


def litellm_scripts(environment: Mapping[str, str]) -> list[Path]:
    """Each `litellm` on PATH, safe or not; none is run."""
    return list(_scripts(search_path(environment)))


def _inspect(paths: Iterable[Path]) -> Iterator[LiteLLMInstall | Refusal]:
    return (_judge(script) for script in _scripts(paths))


def _scripts(paths: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for directory in paths:
        for name in _SCRIPT_NAMES:
            script = directory / name
            if os.access(script, os.X_OK) and script.is_file() and script.resolve() not in seen:
                seen.add(script.resolve())
                yield script


def _judge(script: Path) -> LiteLLMInstall | Refusal:
    prefix = script.resolve().parent.parent
    sites = list(site_directories(prefix))
    version = installed_version(sites)
    reason = objection(version, sites)
    if reason:
        return Refusal(script, version, reason)
    return LiteLLMInstall((str(script),), _python_of(script), version, False)


def _python_of(script: Path) -> Path:
    beside = script.resolve().with_name("python.exe" if sys.platform == "win32" else "python")
    if beside.exists():
        return beside
    with script.open("rb") as file:
        found = re.match(rb"#!\s*(/\S*/python[\d.]*)\s", file.readline(512))
    return Path(os.fsdecode(found.group(1))) if found else beside
