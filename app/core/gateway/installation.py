"""Makes and removes the environment that LiteLLM runs in."""

import asyncio
import importlib.util
import shutil
import sys
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from ..children import start_child
from ..failures import Failure
from ..file_lock import FileLock
from ..progress import Progress
from .child_watch import ChildWatch
from .installation_failures import explain_disk, explain_installation
from .made import interpreter, is_ready, mark_ready, unmark
from .pins import PINNED_VERSION, PINS_FILE, package_count
from .versions import site_directories

TICK_SECONDS = 1.0
RETRIES = "2"
_SUBJECT = "litellm"
# Settings that would send the packages elsewhere, or hide the lines that progress is read from.
_UNWANTED = frozenset(
    (
        *("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"),
        *("PIP_ROOT", "PIP_QUIET", "PIP_VERBOSE", "PIP_CONSTRAINT", "PIP_REQUIREMENT"),
        *("PIP_REQUIRE_VIRTUALENV", "PIP_PYTHON", "PIP_DRY_RUN"),
    )
)


@dataclass(slots=True)
class Installing:
    """How far pip has come, from its own lines and from what stands on disk."""

    directory: Path
    total: int
    fetched: int = 0
    unpacking: bool = False

    def note(self, line: str) -> None:
        """Take in one line of pip's output."""
        if line.lstrip().startswith("Collecting "):
            self.fetched += 1
        elif line.startswith("Installing collected packages"):
            self.unpacking = True

    def progress(self) -> Progress:
        """A line such as `installing LiteLLM 1.106.2, 61 of 118`."""
        done = self._unpacked() if self.unpacking else self.fetched
        done = min(done, self.total)
        word = "installing" if self.unpacking else "fetching"
        message = f"{word} LiteLLM {PINNED_VERSION}, {done} of {self.total}"
        return Progress(_SUBJECT, message, done, self.total, "packages")

    def _unpacked(self) -> int:
        found = (site.glob("*.dist-info") for site in _own_sites(self.directory))
        return sum(1 for entries in found for _ in entries)


@dataclass(frozen=True, slots=True)
class _Step:
    command: Sequence[str]
    progress: Callable[[], Progress]
    on_line: Callable[[str], None] | None = None


async def make_environment(
    directory: Path, environment: Mapping[str, str], pins: Path = PINS_FILE
) -> AsyncGenerator[Progress | Failure, None]:
    """Install LiteLLM into `directory`; a `Failure` is the last item.

    Ends at once when it is complete already; one that was left unfinished is made
    anew. While it is being made already, this waits for that. Closing the
    iterator early ends all child processes.
    """
    lock = _lock_of(directory)
    try:
        if not lock.take():
            # Said once: where it is this very process that installs, its progress is told too.
            yield _note(f"LiteLLM {PINNED_VERSION} is being installed already, waiting")
            while not lock.take():  # noqa: ASYNC110 - another process holds it, who sends no event
                await asyncio.sleep(TICK_SECONDS)
        if is_ready(directory):
            return
        async with aclosing(_build(directory, _pip_environment(environment), pins)) as steps:
            async for step in steps:
                yield step
    except OSError as problem:
        yield explain_disk(directory, problem)
    finally:
        lock.release()


async def remove_environment(directory: Path) -> bool:
    """Delete the environment in `directory`; False when there was none.

    Raises `OSError` when another Quayside is making it, or a file will not go.
    """
    if not await asyncio.to_thread(directory.exists):
        return False
    lock = _lock_of(directory)
    if not lock.take():
        raise BlockingIOError(f"another Quayside is installing LiteLLM in {directory}")
    try:
        unmark(directory)
        await asyncio.to_thread(shutil.rmtree, directory)
    finally:
        lock.release()
    return True


async def _build(
    directory: Path, environment: Mapping[str, str], pins: Path
) -> AsyncGenerator[Progress | Failure, None]:
    installing = Installing(directory, package_count(pins))
    for step in (_venv_step(directory), _pip_step(directory, installing, pins)):
        async with aclosing(_run(step, environment)) as items:
            async for item in items:
                yield item
                if isinstance(item, Failure):
                    return
    mark_ready(directory)
    yield _note(f"LiteLLM {PINNED_VERSION} is installed")


async def _run(
    step: _Step, environment: Mapping[str, str]
) -> AsyncGenerator[Progress | Failure, None]:
    watch = ChildWatch(await start_child(step.command, environment), step.on_line)
    try:
        async for _ in watch.ticks(TICK_SECONDS):
            yield step.progress()
        if await watch.exit_status() != 0:
            yield explain_installation(step.command, watch.lines)
    finally:
        await watch.stop()


def _venv_step(directory: Path) -> _Step:
    command = [sys.executable, "-I", "-m", "venv", "--clear"]
    if _own_pip():
        command.append("--without-pip")
    note = _note(f"making a place for LiteLLM {PINNED_VERSION}")
    return _Step((*command, str(directory)), lambda: note)


def _pip_step(directory: Path, installing: Installing, pins: Path) -> _Step:
    python = str(interpreter(directory))
    pip = [sys.executable, "-I", "-m", "pip", "--python", python]
    if not _own_pip():
        pip = [python, "-I", "-m", "pip"]
    options = ["--disable-pip-version-check", "--no-input", "--no-color", "--retries", RETRIES]
    # Wheels alone: building one would run a stranger's code before any check.
    rules = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off"]
    command = [*pip, "install", *options, *rules, "--no-compile", "-r", str(pins)]
    return _Step(command, installing.progress, installing.note)


def _own_pip() -> bool:
    return importlib.util.find_spec("pip") is not None


def _own_sites(directory: Path) -> list[Path]:
    # `lib64` is a link to `lib` in an environment: each package would count twice.
    return list({site.resolve(): site for site in site_directories(directory)})


def _lock_of(directory: Path) -> FileLock:
    return FileLock(directory.with_name(f"{directory.name}.lock"))


def _pip_environment(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in _UNWANTED}


def _note(message: str) -> Progress:
    return Progress(_SUBJECT, message)
