"""Finds a LiteLLM that is safe to run, or makes one in an environment of its own.

LiteLLM and Textual cannot share an environment: `litellm[proxy]` needs an older `rich`.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..failures import Failure
from ..progress import Progress

PINNED_VERSION = "1.106.2"


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


def environment_directory(data_directory: Path) -> Path:
    """Where Quayside makes its LiteLLM: `<data directory>/litellm/1.106.2`."""
    return data_directory / "litellm" / PINNED_VERSION


def search_path(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The directories of `PATH`, in order."""
    raise NotImplementedError


def find_litellm(paths: Iterable[Path]) -> LiteLLMInstall | None:
    """The first `litellm` in `paths` whose version is known to be safe."""
    raise NotImplementedError


def available_litellm(
    environment: Mapping[str, str], data_directory: Path
) -> LiteLLMInstall | None:
    """What to run without installing anything: one on PATH, else the one we made."""
    raise NotImplementedError


def litellm_status(environment: Mapping[str, str], data_directory: Path) -> LiteLLMStatus:
    """All that is known without starting anything."""
    raise NotImplementedError


def made_litellm(directory: Path) -> LiteLLMInstall | None:
    """The LiteLLM in `directory` when it was finished, else None."""
    raise NotImplementedError


async def make_environment(
    directory: Path, environment: Mapping[str, str]
) -> AsyncIterator[Progress | Failure]:
    """Install LiteLLM into `directory`; a `Failure` is the last item."""
    yield Progress("litellm", f"installing LiteLLM {PINNED_VERSION}")


async def remove_environment(directory: Path) -> bool:
    """Delete the environment in `directory`; False when there was none."""
    raise NotImplementedError
