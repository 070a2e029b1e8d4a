import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kit.wheels import build_wheel, pin
from quayside.app.core.failures import Failure
from quayside.app.core.file_lock import FileLock
from quayside.app.core.gateway import installation
from quayside.app.core.gateway.installation import Installing, make_environment, remove_environment
from quayside.app.core.gateway.made import interpreter, is_ready
from quayside.app.core.progress import Progress

CLOSED_PORT = "http://127.0.0.1:9/simple"


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {
        **kept,
        "HOME": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_CACHE_DIR": str(tmp_path / "cache"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "PIP_QUIET": "3",
        "PYTHONPATH": str(tmp_path / "nowhere"),
    }


@pytest.fixture
def pins(tmp_path: Path) -> Path:
    wheels = [build_wheel(tmp_path, name) for name in ("alpha", "beta")]
    return pins_of(tmp_path, "".join(map(pin, wheels)))


def pins_of(folder: Path, text: str) -> Path:
    file = folder / "pins.txt"
    file.write_text(text + "\n", "utf-8")
    return file


async def drain(steps: AsyncIterator[Progress | Failure]) -> list[Progress | Failure]:
    return [step async for step in steps]


async def test_an_environment_is_made_counted_kept_and_removed(
    tmp_path: Path, pins: Path, offline: dict[str, str]
) -> None:
    directory = tmp_path / "data" / "litellm"
    steps = await drain(make_environment(directory, offline, pins))
    assert is_ready(directory)
    assert interpreter(directory).exists()
    assert not [step for step in steps if isinstance(step, Failure)]
    assert all(step.subject == "litellm" for step in steps if isinstance(step, Progress))
    assert steps[-1] == Progress("litellm", "LiteLLM 1.106.2 is installed")
    assert list(directory.rglob("site-packages/alpha.py"))
    assert await drain(make_environment(directory, offline, pins)) == []
    assert await remove_environment(directory)
    assert not directory.exists()
    assert not await remove_environment(directory)


async def test_two_who_need_it_at_once_make_it_once(
    tmp_path: Path, pins: Path, offline: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "TICK_SECONDS", 0.05)
    directory = tmp_path / "data" / "litellm"
    made, waited = await asyncio.gather(
        *(drain(make_environment(directory, offline, pins)) for _ in range(2))
    )
    assert made[-1] == Progress("litellm", "LiteLLM 1.106.2 is installed")
    assert waited == [Progress("litellm", "LiteLLM 1.106.2 is being installed already, waiting")]
    assert is_ready(directory)


async def test_a_python_without_pip_of_its_own_gives_the_environment_one(
    tmp_path: Path, pins: Path, offline: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    directory = tmp_path / "litellm"
    await drain(make_environment(directory, offline, pins))
    assert is_ready(directory)


async def test_an_unfinished_environment_is_made_anew(
    tmp_path: Path, pins: Path, offline: dict[str, str]
) -> None:
    directory = tmp_path / "litellm"
    leftover = directory / "half.txt"
    leftover.parent.mkdir()
    leftover.touch()
    steps = make_environment(directory, offline, pins)
    await anext(steps)
    await steps.aclose()
    assert not is_ready(directory)
    await drain(make_environment(directory, offline, pins))
    assert is_ready(directory)
    assert not leftover.exists()


@pytest.mark.parametrize(
    ("change", "line", "kind"),
    [
        ({}, "gamma==1.0 --hash=sha256:" + "0" * 64, "no-wheel"),
        ({}, "alpha==1.0 --hash=sha256:" + "0" * 64, "hash-mismatch"),
        ({}, "alpha==1.0", "hash-mismatch"),
        (
            {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": CLOSED_PORT},
            "gamma==1.0 --hash=sha256:" + "0" * 64,
            "no-network",
        ),
    ],
)
async def test_what_pip_stumbles_over_is_a_failure_in_words(
    tmp_path: Path,
    offline: dict[str, str],
    change: dict[str, str],
    line: str,
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(installation, "RETRIES", "1")
    build_wheel(tmp_path, "alpha")
    pins = pins_of(tmp_path, line)
    directory = tmp_path / "litellm"
    steps = await drain(make_environment(directory, {**offline, **change}, pins))
    failure = steps[-1]
    assert isinstance(failure, Failure)
    assert failure.kind == kind
    assert "ERROR" in failure.seen
    assert failure.command == "quayside litellm install"
    assert not is_ready(directory)


async def test_a_second_quayside_waits_for_the_first(
    tmp_path: Path, pins: Path, offline: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "TICK_SECONDS", 0.01)
    directory = tmp_path / "litellm"
    first = FileLock(tmp_path / "litellm.lock")
    assert first.take()
    steps = make_environment(directory, offline, pins)
    waiting = await anext(steps)
    assert isinstance(waiting, Progress)
    assert "being installed already" in waiting.message
    directory.mkdir()
    with pytest.raises(BlockingIOError):
        await remove_environment(directory)
    first.release()
    await drain(steps)
    assert is_ready(directory)


async def test_a_place_that_cannot_be_written_is_a_failure(
    tmp_path: Path, pins: Path, offline: dict[str, str]
) -> None:
    (tmp_path / "file").touch()
    [failure] = await drain(make_environment(tmp_path / "file" / "litellm", offline, pins))
    assert isinstance(failure, Failure)
    assert failure.kind == "installation-failed"
    assert "XDG_DATA_HOME" in failure.cure


def test_progress_is_read_from_pips_lines_and_then_from_disk(tmp_path: Path) -> None:
    installing = Installing(tmp_path, 3)
    for line in ("Collecting alpha==1.0", "  Using cached alpha.whl", "Collecting beta==1.0"):
        installing.note(line)
    assert installing.progress() == Progress(
        "litellm", "fetching LiteLLM 1.106.2, 2 of 3", 2, 3, "packages"
    )
    installing.note("Installing collected packages: alpha, beta")
    (tmp_path / "lib/python3.11/site-packages/alpha-1.0.dist-info").mkdir(parents=True)
    assert installing.progress().message == "installing LiteLLM 1.106.2, 1 of 3"
