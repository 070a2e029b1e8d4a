"""One runner at hand: what it has, and what it is told to do."""

from collections.abc import AsyncGenerator, Sequence

from ..failures import Failure
from ..secret import Secret
from ..wire.address import parse_engine_base
from ..wire.connections import open_client
from .api import RunnerApi
from .calls import SHORT
from .engine_control import Configured, EngineControl
from .identify import ClientFor
from .model_store import ModelDetails, ModelStore, Removed
from .pulling import Pull, PullStep
from .received import AnsweredRequest
from .snapshot import RunnerSnapshot, take_snapshot
from .watching import follow_log, follow_requests


class RunnerHandle:
    """By the base of any of its engines. What fails raises `RunnerApiError`, where not said else.

    Raises `AddressError` for a base that cannot be read.
    """

    def __init__(
        self,
        base: str,
        token: Secret | None = None,
        client_for: ClientFor = open_client,
        *,
        seconds: float = SHORT,
    ) -> None:
        """`seconds` is how long an answer may take that the runner has at hand."""
        self.address = parse_engine_base(base)
        self._seconds = seconds
        self._token = token or Secret()
        self._client = client_for(self.address)
        self._api = RunnerApi(self.address, self._client, seconds=seconds)
        self._store = ModelStore(self.address, self._client, seconds=seconds)
        self._engines = EngineControl(self.address, self._client, seconds=seconds)

    async def snapshot(self) -> RunnerSnapshot:
        """Everything at once; never raises."""
        return await take_snapshot(self.address, self._client, self._seconds)

    def pull(self, model: str) -> AsyncGenerator[PullStep]:
        """Steps of a pull; never raises. Closing it cancels the pull, and what has come stays."""
        pull = Pull(address=self.address, model=model, client=self._client, token=self._token)
        return pull.steps()

    async def load(self, model: str) -> None:
        """Returns once the model is in memory."""
        await self._api.preload(model)

    async def unload(self, models: Sequence[str] = ()) -> int:
        """These, or all; gives how many went. Those in use stay."""
        return await self._api.unload(models)

    async def remove(self, model: str, *, force: bool = False) -> Removed:
        return await self._store.remove(model, force=force)

    async def details(self, model: str) -> ModelDetails:
        return await self._store.details(model)

    async def configure(self, wanted: Configured) -> None:
        await self._engines.configure(wanted)

    def requests(self) -> AsyncGenerator[AnsweredRequest | Failure]:
        """What it has received, and then each request as it ends; never raises."""
        return follow_requests(self.address, self._client)

    def log(self) -> AsyncGenerator[str | Failure]:
        """Its log, followed; never raises."""
        return follow_log(self.address, self._client)

    async def close(self) -> None:
        await self._client.aclose()
