import asyncio
import threading
from pathlib import Path

import pytest

from kit.registry import Registry
from kit.registry_pulls import Puller, digest_of, done_of
from quayside.app.core.embedded.registry import fetch
from quayside.app.core.embedded.registry.part import settle
from quayside.app.core.failures import Failure


async def test_two_pulls_of_one_model_share_one_download(
    registry: Registry, puller: Puller, content: bytes
):
    both = await asyncio.gather(puller.pull(), puller.pull("docker.io/ai/river"))
    assert all(done_of(steps)[-1] == len(content) for steps in both)
    assert registry.starts == [None]
    assert [model.tags for model in puller.store.all()] == [("docker.io/ai/river:latest",)]
    assert puller.content(digest_of(content)) == content


async def test_one_of_two_hangs_up_and_the_other_goes_on(
    registry: Registry, puller: Puller, content: bytes
):
    left = asyncio.Event()

    async def pace(_size: int) -> None:
        await left.wait()

    registry.pace = pace
    staying = asyncio.create_task(puller.pull())
    await puller.pull_until(0)
    left.set()
    assert done_of(await staying)[-1] == len(content)
    assert registry.starts == [None]


async def test_a_pull_begun_while_another_is_being_left_damages_nothing(
    registry: Registry, puller: Puller, content: bytes
):
    await asyncio.gather(*(puller.pull_until(0) for _ in range(3)), puller.pull())
    assert puller.content(digest_of(content)) == content


async def test_who_hangs_up_while_the_model_gets_its_name_leaves_no_half_of_it(
    puller: Puller, content: bytes, monkeypatch: pytest.MonkeyPatch
):
    begun, go_on = threading.Event(), threading.Event()

    def settle_slowly(part: Path, target: Path) -> None:
        begun.set()
        go_on.wait(5)
        settle(part, target)

    monkeypatch.setattr(fetch, "settle", settle_slowly)
    pulling = asyncio.create_task(puller.pull())
    await asyncio.to_thread(begun.wait, 5)
    pulling.cancel()
    for _ in range(20):
        await asyncio.sleep(0)
    assert not pulling.done()
    go_on.set()
    await asyncio.wait({pulling})
    assert puller.content(digest_of(content)) == content
    assert len(puller.files()) == 1


async def test_another_runner_on_the_same_cache_does_not_write_too(
    registry: Registry, puller: Puller, tmp_path: Path, content: bytes
):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def pace(_size: int) -> None:
        begun.set()
        await go_on.wait()

    registry.pace = pace
    first = asyncio.create_task(puller.pull())
    await begun.wait()
    failure = (await Puller(registry, tmp_path).pull())[-1]
    assert isinstance(failure, Failure)
    assert failure.kind == "pull-elsewhere"
    go_on.set()
    assert done_of(await first)[-1] == len(content)
    assert len(puller.files()) == 1
