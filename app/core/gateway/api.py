"""What a running gateway tells about itself."""

from dataclasses import dataclass

import httpx

from ..failures import Failure
from ..secret import Secret
from ..wire.address import EngineAddress


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that the gateway serves, and the deployment behind it where it tells.

    Several deployments of one name give several aliases, told apart by `model_id`.
    """

    name: str
    provider_model: str = ""
    api_base: str = ""
    model_id: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """`/health/readiness`: needs no key, wakes no model."""

    status: str
    database: str


class GatewayApi:
    """The GET endpoints of a LiteLLM Proxy that send nothing to any model."""

    def __init__(self, address: EngineAddress, key: Secret, client: httpx.AsyncClient) -> None:
        self._address = address
        self._key = key
        self._client = client

    async def liveliness(self) -> Failure | None:
        """None when the proxy is alive."""
        raise NotImplementedError

    async def readiness(self) -> Readiness | Failure:
        """The proxy's own word on its state."""
        raise NotImplementedError

    async def aliases(self) -> tuple[Alias, ...] | Failure:
        """All names it serves, in its own order, each deployment once."""
        raise NotImplementedError
