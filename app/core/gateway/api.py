"""What a running gateway tells about itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import httpx

from ..failures import Failure
from ..secret import Secret
from ..wire.address import EngineAddress
from .api_failures import explain_answer, explain_unreachable

GET_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that the gateway serves, and the deployment behind it where it tells.

    Several deployments of one name give several aliases, told apart by `model_id`.
    """

    name: str
    provider_model: str = ""
    """With its provider, such as `docker_model_runner/ai/smollm2`."""
    api_base: str = ""
    """Empty where the gateway names none: LiteLLM then takes its environment's, or its default."""
    model_id: str = ""
    timeout: float | None = None
    """Seconds without a byte from the engine, as set for this deployment alone.

    Where streams have a limit of their own, the smaller of the two.
    """
    retries: int | None = None


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
        """None when the proxy is alive. Needs no key."""
        answer = await self._get("/health/liveliness", keyless=True)
        return answer if isinstance(answer, Failure) else None

    async def readiness(self) -> Readiness | Failure:
        """The proxy's own word on its state. Needs no key."""
        answer = await self._get("/health/readiness", keyless=True)
        if isinstance(answer, Failure):
            return answer
        body = _mapping(_json(answer))
        if "status" not in body:
            return explain_answer(answer, self._key)
        return Readiness(_text(body.get("status")), _text(body.get("db")))

    async def version(self) -> str | Failure:
        """LiteLLM's version; it is told to holders of a key alone."""
        answer = await self._get("/health/readiness/details")
        if isinstance(answer, Failure):
            return answer
        return _text(_mapping(_json(answer)).get("litellm_version"))

    async def aliases(self) -> tuple[Alias, ...] | Failure:
        """All names it serves, in its own order, each deployment once.

        Where `/model/info` is refused or unknown, names alone.
        """
        models = await self._get("/v1/models")
        if isinstance(models, Failure):
            return models
        names = [_text(item.get("id")) for item in _items(_json(models))]
        if not names and "data" not in _mapping(_json(models)):
            return explain_answer(models, self._key)
        info = await self._get("/model/info")
        known = [] if isinstance(info, Failure) else read_aliases(_json(info))
        return _joined(names, known)

    async def _get(self, path: str, *, keyless: bool = False) -> httpx.Response | Failure:
        url = self._address.runner_url(path)
        sent = self._key and not keyless
        headers = {"authorization": f"Bearer {self._key.reveal()}"} if sent else {}
        try:
            response = await self._client.get(url, headers=headers, timeout=GET_SECONDS)
        except httpx.HTTPError as problem:
            return explain_unreachable(url, problem)
        if response.status_code != 200 or _json(response) is None:
            return explain_answer(response, self._key)
        return response


def read_aliases(body: object) -> list[Alias]:
    """The deployments of `GET /model/info`, in its order; empty where it is none."""
    return [alias for item in _items(body) if (alias := _alias(item)).name]


def _joined(names: list[str], known: list[Alias]) -> tuple[Alias, ...]:
    told = {alias.name for alias in known}
    order = {name: place for place, name in enumerate(names)}
    aliases = [*known, *(Alias(name) for name in names if name and name not in told)]
    # `/v1/models` leaves wildcards out: they come last, in the order of the configuration.
    return tuple(sorted(aliases, key=lambda alias: order.get(alias.name, len(order))))


def _alias(item: Mapping[str, object]) -> Alias:
    params, info = _mapping(item.get("litellm_params")), _mapping(item.get("model_info"))
    model, provider = _text(params.get("model")), _text(params.get("custom_llm_provider"))
    prefixed = not provider or model.startswith(f"{provider}/")
    return Alias(
        _text(item.get("model_name")),
        model if prefixed else f"{provider}/{model}",
        _text(params.get("api_base")) or _text(params.get("base_url")),
        _text(info.get("id")),
        _smaller(params.get("timeout"), params.get("stream_timeout")),
        _count(params.get("num_retries")),
    )


def _json(response: httpx.Response) -> object:
    try:
        return response.json()
    except ValueError:
        return None


def _items(body: object) -> list[Mapping[str, object]]:
    data = _mapping(body).get("data")
    return [_mapping(item) for item in cast(list[object], data)] if isinstance(data, list) else []


def _mapping(value: object) -> Mapping[str, object]:
    return cast(Mapping[str, object], value) if isinstance(value, dict) else {}


def _smaller(*values: object) -> float | None:
    return min((float(one) for one in values if isinstance(one, (int, float))), default=None)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
