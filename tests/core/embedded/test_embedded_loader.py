import asyncio
from typing import Any

import pytest

from kit.embedded import Clock, FakeEngine, starter
from quayside.app.core.embedded.configuration import FOREVER, Configuration
from quayside.app.core.embedded.loader import IDLE_SECONDS, Loader, RunnerActive
from quayside.app.core.embedded.residents import EngineKey

ONE = EngineKey("llama.cpp", "sha256:one")
TWO = EngineKey("llama.cpp", "sha256:two")
FAST = EngineKey("fast", "sha256:one")


class Gate:
    """Starts engines only when told; remembers what happened."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.begun: list[EngineKey] = []
        self.cancelled = 0
        self.engines: list[FakeEngine] = []

    async def __call__(self, key: EngineKey, _configuration: Configuration) -> Any:
        self.begun.append(key)
        try:
            await self.opened.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        self.engines.append(FakeEngine())
        return self.engines[-1]


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_concurrent_requests_share_one_load():
    gate = Gate()
    loader = Loader(gate, 2, Clock())
    waiting = [asyncio.create_task(loader.acquire(ONE, "smollm2")) for _ in range(3)]
    await settle()
    assert gate.begun == [ONE]
    assert loader.loads[ONE].waiting == 3
    gate.opened.set()
    residents = await asyncio.gather(*waiting)
    assert residents[0] is residents[1] is residents[2]
    assert residents[0].users == 3
    assert not loader.loads


async def test_the_last_to_hang_up_ends_the_load():
    gate = Gate()
    loader = Loader(gate, 2, Clock())
    first, second = (asyncio.create_task(loader.acquire(ONE, "a")) for _ in range(2))
    await settle()
    first.cancel()
    await settle()
    assert gate.cancelled == 0
    second.cancel()
    await settle()
    assert gate.cancelled == 1
    assert not loader.loads
    assert not loader.residents


async def test_who_comes_while_a_load_is_being_ended_begins_a_new_one():
    gate = Gate()
    loader = Loader(gate, 2, Clock())
    first = asyncio.create_task(loader.acquire(ONE, "a"))
    await settle()
    first.cancel()
    second = asyncio.create_task(loader.acquire(ONE, "b"))
    gate.opened.set()
    resident = await second
    assert resident.reference in ("a", "b")
    assert resident.engine.running


async def test_a_load_that_fails_fails_for_all_who_wait():
    async def fail(_key: EngineKey, _configuration: Configuration) -> Any:
        raise OSError("no memory")

    loader = Loader(fail, 2, Clock())
    results = await asyncio.gather(
        loader.acquire(ONE, "a"), loader.acquire(ONE, "a"), return_exceptions=True
    )
    assert [str(result) for result in results] == ["no memory", "no memory"]
    assert not loader.loads


async def test_full_slots_evict_what_is_unused_and_wait_for_what_is_used():
    gate = Gate()
    gate.opened.set()
    loader = Loader(gate, 1, Clock())
    held = await loader.acquire(ONE, "a")
    waiting = asyncio.create_task(loader.acquire(TWO, "b"))
    await settle()
    assert not waiting.done()
    loader.release(held)
    assert (await waiting).key == TWO
    assert gate.engines[0].stops == 1
    assert list(loader.residents) == [TWO]


async def test_idle_engines_end_after_their_time_and_not_before():
    clock = Clock()
    forgotten: list[str] = []
    gate = Gate()
    gate.opened.set()
    loader = Loader(gate, 4, clock, forgotten.append)
    loader.configurations[TWO] = Configuration(keep_alive=FOREVER)
    loader.configurations[FAST] = Configuration(keep_alive=10.0)
    for key in (ONE, TWO, FAST):
        loader.release(await loader.acquire(key, "a"))
    clock.forward(11)
    await loader.evict_idle()
    assert set(loader.residents) == {ONE, TWO}
    clock.forward(IDLE_SECONDS - 11)
    await loader.evict_idle()
    assert set(loader.residents) == {ONE, TWO}
    clock.forward(1)
    await loader.evict_idle()
    assert set(loader.residents) == {TWO}
    assert forgotten == [ONE.model, ONE.model]


async def test_an_engine_in_use_is_never_idle():
    clock = Clock()
    loader = Loader(starter(FakeEngine()), 1, clock)
    await loader.acquire(ONE, "a")
    clock.forward(IDLE_SECONDS * 9)
    await loader.evict_idle()
    assert await loader.unload_all() == 0
    assert ONE in loader.residents


async def test_a_crashed_engine_is_replaced():
    gate = Gate()
    gate.opened.set()
    loader = Loader(gate, 1, Clock())
    resident = await loader.acquire(ONE, "a")
    gate.engines[0].running = False
    waiting = asyncio.create_task(loader.acquire(ONE, "a"))
    await settle()
    assert not waiting.done()
    loader.release(resident)
    assert (await waiting).engine is gate.engines[1]


async def test_a_crashed_engine_without_users_is_evicted_at_once():
    engine = FakeEngine()
    loader = Loader(starter(engine), 1, Clock())
    loader.release(await loader.acquire(ONE, "a"))
    engine.running = False
    await loader.evict_idle()
    assert not loader.residents


async def test_unload_takes_one_model_on_one_engine_or_on_all():
    gate = Gate()
    gate.opened.set()
    loader = Loader(gate, 4, Clock())
    for key in (ONE, TWO, FAST):
        loader.release(await loader.acquire(key, "a"))
    loader.configurations[FAST] = Configuration(512)
    assert await loader.unload(ONE.model, "fast") == 1
    assert not loader.configurations
    assert await loader.unload(ONE.model) == 1
    assert await loader.unload(ONE.model) == 0
    assert await loader.unload_all() == 1


async def test_a_configuration_restarts_an_idle_engine_and_is_refused_in_use():
    gate = Gate()
    gate.opened.set()
    loader = Loader(gate, 2, Clock())
    resident = await loader.acquire(ONE, "a")
    with pytest.raises(RunnerActive, match="runner already active"):
        await loader.configure(ONE, Configuration(512))
    loader.release(resident)
    await loader.configure(ONE, Configuration(512))
    assert gate.engines[0].stops == 1
    resident = await loader.acquire(ONE, "a")
    await loader.configure(ONE, Configuration(512))
    assert resident.engine.running


async def test_close_ends_loads_and_engines_in_use():
    gate = Gate()
    gate.opened.set()
    loader = Loader(gate, 2, Clock())
    await loader.acquire(ONE, "a")
    gate.opened.clear()
    waiting = asyncio.create_task(loader.acquire(TWO, "b"))
    await settle()
    await loader.close()
    await asyncio.wait({waiting})
    assert waiting.cancelled()
    assert gate.engines[0].stops == 1
