import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.registry import Registry, registry_serving
from kit.registry_pulls import Puller, digest_of, done_of, gguf_bytes
from quayside.app.core.failures import Failure
from quayside.app.core.progress import Progress


async def test_a_model_is_asked_for_fetched_and_offered(
    registry: Registry, puller: Puller, content: bytes
):
    steps = await puller.pull("river")
    assert done_of(steps)[-1] == len(content)
    assert all(isinstance(step, Progress) and step.total == len(content) for step in steps)
    assert [one.path for one in registry.asked] == [
        "/v2/ai/river/manifests/latest",
        f"/v2/ai/river/blobs/{digest_of(content)}",
    ]
    assert "docker.distribution.manifest.v2+json" in registry.asked[0].headers["accept"]
    model = puller.store.find("docker.io/ai/river:latest")
    assert model.identity == digest_of(content)
    assert model.path.read_bytes() == content
    assert len(puller.files()) == 1


async def test_a_pull_that_was_left_goes_on_from_what_has_come(
    registry: Registry, puller: Puller, content: bytes
):
    held = asyncio.Event()

    async def pace(_size: int) -> None:
        if len(registry.starts) == 1 and held.is_set():
            await asyncio.Event().wait()
        held.set()

    registry.pace = pace
    await puller.pull_until(65_536)
    (part,) = puller.files()
    assert part == digest_of(content).replace(":", "-") + ".part"
    there = (puller.models / "parts" / part).stat().st_size
    steps = await puller.pull()
    assert done_of(steps)[0] == there == 65_536
    assert registry.starts == [None, 65_536]
    assert puller.content(digest_of(content)) == content


async def test_a_cut_connection_is_told_and_the_part_stays(
    registry: Registry, puller: Puller, content: bytes
):
    registry.cuts = [100_000]
    failure = (await puller.pull())[-1]
    assert isinstance(failure, Failure)
    assert failure.kind == "pull-broken"
    assert puller.store.all() == ()
    await puller.pull()
    assert registry.starts == [None, 100_000]
    assert puller.content(digest_of(content)) == content


async def test_a_registry_without_ranges_is_asked_for_the_whole(
    registry: Registry, puller: Puller, content: bytes
):
    registry.cuts = [100_000]
    await puller.pull()
    registry.knows_ranges = False
    await puller.pull()
    assert registry.starts == [None, 100_000]
    assert puller.content(digest_of(content)) == content


@pytest.mark.parametrize("shown", [0, 99_999, 100_001])
async def test_a_part_that_begins_elsewhere_is_not_put_behind_ours(
    registry: Registry, puller: Puller, content: bytes, shown: int
):
    registry.cuts = [100_000]
    await puller.pull()
    registry.shown_start = shown
    await puller.pull()
    assert registry.starts == [None, 100_000, None]
    assert puller.content(digest_of(content)) == content


async def test_a_whole_part_is_checked_without_another_byte(
    registry: Registry, puller: Puller, content: bytes
):
    registry.cuts = [100_000]
    await puller.pull()
    (puller.models / "parts" / puller.files()[0]).write_bytes(content)
    await puller.pull()
    assert registry.starts == [None]
    assert puller.content(digest_of(content)) == content


async def test_a_part_that_is_longer_than_the_model_is_thrown_away(
    registry: Registry, puller: Puller, content: bytes
):
    registry.cuts = [100_000]
    await puller.pull()
    (puller.models / "parts" / puller.files()[0]).write_bytes(content + b"x")
    steps = await puller.pull()
    assert done_of(steps)[0] == 0
    assert registry.starts == [None, None]
    assert puller.content(digest_of(content)) == content


async def test_a_blob_that_is_here_gets_one_more_name_without_a_download(
    registry: Registry, puller: Puller, content: bytes
):
    registry.add("ai/lake", content, "small")
    await puller.pull()
    await puller.pull("ai/lake:small")
    assert registry.starts == [None]
    assert puller.store.find("ai/lake:small").tags == (
        "docker.io/ai/river:latest",
        "docker.io/ai/lake:small",
    )


async def test_a_tag_that_moved_is_pulled_anew_and_the_old_model_goes(
    registry: Registry, puller: Puller, content: bytes
):
    await puller.pull()
    await puller.pull()
    assert len(registry.starts) == 1
    newer = registry.add("ai/river", content + b"newer")
    await puller.pull()
    assert [model.identity for model in puller.store.all()] == [newer]
    assert puller.files() == [newer.replace(":", "-") + ".gguf"]


async def test_a_model_that_has_another_name_too_stays_when_a_tag_moves(
    registry: Registry, puller: Puller, content: bytes
):
    registry.add("ai/lake", content)
    await puller.pull()
    await puller.pull("ai/lake")
    newer = registry.add("ai/river", content + b"newer")
    await puller.pull()
    names = {model.identity: model.tags for model in puller.store.all()}
    assert names == {
        digest_of(content): ("docker.io/ai/lake:latest",),
        newer: ("docker.io/ai/river:latest",),
    }
    assert {model.identity: model.tags for model in puller.pulled.read()} == names


@settings(max_examples=25)
@given(cuts=st.lists(st.integers(0, 3_000), max_size=5), ranges=st.booleans())
def test_wherever_it_is_cut_the_bytes_are_the_same_in_the_end(cuts: list[int], ranges: bool):
    async def story(folder: Path) -> None:
        content = gguf_bytes(folder, 3_000)
        registry = Registry(cuts=list(cuts), knows_ranges=ranges)
        digest = registry.add("ai/river", content)
        async with registry_serving(registry):
            puller = Puller(registry, folder)
            for _ in range(len(cuts) + 1):
                await puller.pull()
            assert puller.content(digest) == content
            assert len(puller.files()) == 1

    with TemporaryDirectory() as folder:
        asyncio.run(story(Path(folder)))
