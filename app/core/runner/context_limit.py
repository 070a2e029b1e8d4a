"""How many tokens of context a lane's engine really has, as its runner tells.

What was configured wins over what the model was packaged with (docker/model-runner,
`pkg/inference/backends/llamacpp/llamacpp_config.go`); without either, llama-server's own
default is in force, and the runner does not tell it.
"""

import httpx

from ..lanes import JsonValue, Lane
from ..wire.address import AddressError, EngineAddress, parse_engine_base
from ..wire.connections import open_client
from ..wire.jsontext import as_count, as_list, as_object, as_text
from .api import RunnerApi
from .identify import ClientFor
from .names import in_url


async def context_limit(lane: Lane, *, client_for: ClientFor = open_client) -> int | None:
    """In tokens; None where nobody tells: a gateway, another server, or one that is away."""
    if not lane.path.to_engine:
        return None
    try:
        address = parse_engine_base(lane.base)
        async with client_for(address) as client:
            return await _asked(RunnerApi(address, client), address, lane.model)
    except (AddressError, ImportError, ValueError, httpx.HTTPError):
        return None


async def _asked(api: RunnerApi, address: EngineAddress, model: str) -> int | None:
    answer = await api.get(f"/engines/_configure?model={in_url(model)}")
    if configured := _configured(answer.json(), address.engine):
        return configured
    entry = (await api.resolve_model(model)).entry
    return entry.context_size if entry else None


def _configured(value: JsonValue, engine: str) -> int | None:
    for entry in map(as_object, as_list(value)):
        if as_text(entry.get("Backend")) == engine or not engine:
            return as_count(as_object(entry.get("Config")).get("context-size"))
    return None
