"""The runners behind a comparison's lanes: what they hold, and what they received."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx

from ..lanes import Lane, Path
from ..runner.api import RunnerApi, RunnerApiError
from ..runner.names import same_model
from ..runner.received import ReceivedRequest
from ..wire.address import AddressError, EngineAddress, parse_engine_base
from ..wire.connections import open_client

_RECORD_WAIT = 0.05
_RECORD_TRIES = 4


class Runners:
    """Asks the runners of the straight lanes; a gateway's own server is asked nothing.

    A runner that does not answer, or is none, takes nothing from a comparison but this.
    """

    def __init__(
        self,
        lanes: Sequence[Lane],
        client_for: Callable[[EngineAddress], httpx.AsyncClient] = open_client,
    ) -> None:
        self._client_for = client_for
        self._runners = _runners_of(lanes)
        self._known: set[str] = set()

    async def remember(self) -> None:
        """Take note of what the runners have on record already, which is none of ours."""
        for address in self._runners:
            self._known |= {record.id for record in await self._records(address)}

    async def make_cold(self, lane: Lane) -> str:
        address = _runner_address(lane)
        if address is None:
            return "only the runner itself can unload a model, and this lane does not name it"
        try:
            async with self._api(address) as api:
                await api.unload([lane.model], address.engine)
        except RunnerApiError as problem:
            return problem.failure.summary
        # Another engine may hold the same model: that makes this one no warmer.
        still = await self._holds(address, lane)
        return "the runner still holds the model; somebody uses it" if still else ""

    async def crowded(self, lanes: Sequence[Lane]) -> bool:
        asked = [(lane, address) for lane in lanes if (address := _runner_address(lane))]
        return len({(lane.model, address) for lane, address in asked}) > 1 and not all(
            [await self._holds(address, lane) for lane, address in asked]
        )

    async def make_resident(self, lane: Lane) -> bool:
        address = _runner_address(lane)
        if address is None or await self._holds(address, lane):
            return False
        with suppress(RunnerApiError):
            async with self._api(address) as api:
                await api.preload(lane.model)
        return True

    async def received(self, lane: Lane) -> ReceivedRequest | None:
        """What a runner received of the lane's last request; asked right after its answer."""
        for _ in range(_RECORD_TRIES):
            for address in self._runners:
                news = [one for one in await self._records(address) if one.id not in self._known]
                self._known |= {one.id for one in news}
                if news:
                    return news[-1]
            # A runner writes an answer down after it has sent it.
            await asyncio.sleep(_RECORD_WAIT)
        return None

    async def _holds(self, address: EngineAddress, lane: Lane) -> bool:
        try:
            async with self._api(address) as api:
                loaded = await api.ps()
        except RunnerApiError:
            return True
        return any(
            same_model(one.model, lane.model) and address.engine in ("", one.engine)
            for one in loaded
        )

    async def _records(self, address: EngineAddress) -> list[ReceivedRequest]:
        try:
            async with self._api(address) as api:
                return await api.received()
        except RunnerApiError:
            return []

    @asynccontextmanager
    async def _api(self, address: EngineAddress) -> AsyncGenerator[RunnerApi]:
        async with self._client_for(address) as client:
            yield RunnerApi(address, client)


def _runners_of(lanes: Sequence[Lane]) -> list[EngineAddress]:
    """One address of each runner, whatever its engines."""
    found = [address for lane in lanes if (address := _runner_address(lane)) is not None]
    by_place = {(one.origin, one.socket, one.prefix): one for one in found}
    return list(by_place.values())


def _runner_address(lane: Lane) -> EngineAddress | None:
    if lane.path is Path.PROXY:
        return None
    try:
        address = parse_engine_base(lane.base)
    except AddressError:
        return None
    # Two spellings of one base are one address.
    return replace(address, given=address.api_base) if "/engines" in address.root else None
