import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from kit.registry import GGUF, Registry, registry_serving
from kit.registry_pulls import FullDisk, Puller
from quayside.app.core.embedded.answers import Refused
from quayside.app.core.embedded.registry import fetch, pulled
from quayside.app.core.failures import Failure

Lie = Callable[[bytes], bytes]


async def failure_of(puller: Puller) -> Failure:
    failure = (await puller.pull())[-1]
    assert isinstance(failure, Failure)
    return failure


LIES: dict[str, Lie] = {
    "one other byte": lambda content: content[:-1] + b"?",
    "longer": lambda content: content + b"?",
    "shorter": lambda content: content[:-1],
    "nothing": lambda content: b"",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
@pytest.mark.parametrize("chunked", [True, False])
async def test_wrong_bytes_leave_nothing_behind(
    registry: Registry, tmp_path: Path, lie: Lie, chunked: bool
):
    registry.lie, registry.chunked = lie, chunked
    puller = Puller(registry, tmp_path)
    failure = await failure_of(puller)
    assert failure.kind == "pull-wrong-bytes"
    assert "digest mismatch" in failure.summary
    assert puller.files() == []
    assert puller.store.all() == ()


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_blob_without_an_end_is_left_where_the_manifest_ends_it(
    registry: Registry, tmp_path: Path, content: bytes, chunked: bool
):
    sent = 0

    async def pace(size: int) -> None:
        nonlocal sent
        sent += size
        if sent > 2 * len(content):
            await asyncio.Event().wait()

    registry.pace, registry.chunked = pace, chunked
    registry.lie = lambda content: content * 20
    puller = Puller(registry, tmp_path)
    async with asyncio.timeout(5):
        assert (await failure_of(puller)).kind == "pull-wrong-bytes"
    assert puller.files() == []


async def test_a_length_that_is_told_wrong_is_refused_before_a_byte_has_come(
    registry: Registry, puller: Puller
):
    async def pace(_size: int) -> None:
        await asyncio.Event().wait()

    registry.pace, registry.lie = pace, lambda content: content + b"?"
    async with asyncio.timeout(5):
        assert (await failure_of(puller)).kind == "pull-wrong-bytes"


@pytest.mark.parametrize("chunked", [True, False])
@pytest.mark.parametrize("more", [-1, 1])
async def test_right_bytes_of_another_size_than_promised_are_refused(
    registry: Registry, tmp_path: Path, chunked: bool, more: int
):
    def lie(manifest: dict[str, Any]) -> dict[str, Any]:
        manifest["layers"][1]["size"] += more
        return manifest

    registry.lie_of_manifest, registry.chunked = lie, chunked
    puller = Puller(registry, tmp_path)
    assert (await failure_of(puller)).kind == "pull-wrong-bytes"
    assert puller.files() == []


async def test_wrong_bytes_after_a_good_part_leave_nothing_behind(
    registry: Registry, tmp_path: Path, content: bytes
):
    puller = Puller(registry, tmp_path)
    registry.cuts = [70_000]
    await puller.pull()
    registry.lie = lambda content: content[:70_000] + bytes(len(content) - 70_000)
    assert (await failure_of(puller)).kind == "pull-wrong-bytes"
    assert registry.starts == [None, 70_000]
    assert puller.files() == []
    registry.lie = lambda content: content
    await puller.pull()
    assert puller.store.all()[0].path.read_bytes() == content


@pytest.mark.parametrize("room", [0, 1, 100_000])
async def test_a_full_disk_leaves_nothing_behind(registry: Registry, tmp_path: Path, room: int):
    def opener(path: Path) -> BinaryIO:
        return FullDisk(path.open("ab"), room)  # pyright: ignore[reportReturnType]

    puller = Puller(registry, tmp_path, opener)
    failure = await failure_of(puller)
    assert failure.kind == "pull-disk-full"
    assert "No space left on device" in failure.seen
    assert puller.files() == []
    assert puller.store.all() == ()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
async def test_what_the_system_itself_says_of_a_full_disk(registry: Registry, tmp_path: Path):
    def opener(path: Path) -> BinaryIO:
        path.touch()
        return Path("/dev/full").open("wb")

    puller = Puller(registry, tmp_path, opener)
    assert (await failure_of(puller)).kind == "pull-disk-full"
    assert puller.files() == []


async def test_a_disk_that_has_too_little_room_is_told_before_it_is_full(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(fetch, "has_room", lambda _folder, size: size < 100_000)
    puller = Puller(registry, tmp_path)
    assert (await failure_of(puller)).kind == "pull-disk-full"
    assert registry.starts == []
    assert puller.files() == []


async def test_a_model_that_cannot_be_noted_does_not_stay_unknown(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(pulled, "write_private", refuse)
    puller = Puller(registry, tmp_path)
    assert (await failure_of(puller)).kind == "pull-disk-full"
    assert puller.files() == []
    assert puller.store.all() == ()


async def test_a_cache_that_cannot_be_written_is_told(registry: Registry, tmp_path: Path):
    (tmp_path / "models").write_text("a file, not a directory")
    assert (await failure_of(Puller(registry, tmp_path))).kind == "pull-not-stored"


async def test_a_blob_that_is_no_gguf_leaves_nothing_behind(registry: Registry, tmp_path: Path):
    registry.add("ai/river", b"no model at all")
    puller = Puller(registry, tmp_path)
    assert (await failure_of(puller)).kind == "pull-not-a-model"
    assert puller.files() == []
    assert puller.pulled.read() == []


@pytest.mark.parametrize("status", [401, 404, 416, 429, 503, 599])
async def test_a_blob_that_is_refused_is_told_and_leaves_nothing(
    registry: Registry, tmp_path: Path, status: int
):
    registry.statuses["blobs"] = status
    puller = Puller(registry, tmp_path)
    failure = await failure_of(puller)
    assert failure.kind == "pull-refused"
    assert failure.seen.startswith(str(status))
    assert puller.files() == []


async def test_a_registry_that_is_not_there_is_a_refusal(tmp_path: Path):
    async with registry_serving(Registry()) as gone:
        pass
    with pytest.raises(Refused, match="connection to the registry is lost") as caught:
        await Puller(gone, tmp_path).pull()
    assert caught.value.status == 500


async def test_a_read_that_hangs_is_left_at_once(registry: Registry, tmp_path: Path):
    async def pace(_size: int) -> None:
        await asyncio.Event().wait()

    registry.pace = pace
    async with asyncio.timeout(5):
        await Puller(registry, tmp_path).pull_until(0)
    assert Puller(registry, tmp_path).files() == []


@pytest.mark.parametrize(
    ("digest", "size"),
    [
        ("sha256:../../../../etc/passwd", 5),
        ("sha256:" + "A" * 64, 5),
        ("sha256:" + "a" * 63, 5),
        ("sha256:" + "a" * 64 + "\n", 5),
        ("sha512:" + "a" * 128, 5),
        (None, 5),
        ("sha256:" + "a" * 64, -5),
        ("sha256:" + "a" * 64, 0),
        ("sha256:" + "a" * 64, True),
        ("sha256:" + "a" * 64, 5.0),
        ("sha256:" + "a" * 64, "5"),
        ("sha256:" + "a" * 64, 1 << 60),
    ],
)
async def test_a_digest_or_a_size_that_cannot_be_is_refused(
    registry: Registry, tmp_path: Path, digest: object, size: object
):
    layer = {"mediaType": GGUF, "digest": digest, "size": size}
    registry.lie_of_manifest = lambda manifest: {**manifest, "layers": [layer]}
    with pytest.raises(Refused) as caught:
        await Puller(registry, tmp_path).pull()
    assert caught.value.status == 500
    assert registry.starts == []
    assert not (tmp_path / "models").exists()
