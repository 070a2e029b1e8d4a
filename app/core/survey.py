"""Discovery with the keys that we hold: a gateway names its aliases to their holders alone."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

import httpx

from .failures import Failure
from .gateway.api import Alias, GatewayApi
from .lanes import without_prefix
from .runner.candidates import Candidate
from .runner.discovery import discover
from .runner.found import Found, FoundKind, ModelState
from .runner.identify import ClientFor
from .secret import Secret
from .wire.address import AddressError, EngineAddress, parse_gateway_base
from .wire.connections import is_loopback, open_client


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A gateway's key and the base that it was given for; it is sent nowhere else."""

    base: str
    key: Secret


async def survey(
    offered: Sequence[Candidate],
    held: Sequence[HeldKey] = (),
    *,
    client_for: ClientFor = open_client,
) -> AsyncGenerator[Found, None]:
    """Everything that answers, each as soon as it is known, gateways with their aliases."""
    known = {_place(candidate.base) for candidate in offered}
    more = [
        Candidate(one.base, "its key is known") for one in held if _place(one.base) not in known
    ]
    async with aclosing(discover([*offered, *more], client_for=client_for)) as servers:
        async for found in servers:
            yield await _with_models(found, held, client_for)


def key_for(base: str, held: Sequence[HeldKey]) -> HeldKey | None:
    """The key that was given for this very server, or None."""
    return next((one for one in held if _place(one.base) == _place(base)), None)


async def _with_models(found: Found, held: Sequence[HeldKey], client_for: ClientFor) -> Found:
    """Gateways, and engines that give the list of their models to holders of a key alone."""
    is_proxy = found.kind is FoundKind.LITELLM_PROXY
    if found.models or not (is_proxy or found.kind is FoundKind.OPENAI_COMPATIBLE):
        return found
    one = key_for(found.base, held)
    if one is None:
        needs = "its aliases need its key: QUAYSIDE_PROXY_KEY" if is_proxy else ""
        return replace(found, note=found.note or needs)
    address = parse_gateway_base(one.base)
    try:
        async with client_for(address) as client:
            aliases = await GatewayApi(address, one.key, client).aliases()
    except (ImportError, ValueError, httpx.HTTPError) as problem:
        return replace(found, note=f"its models cannot be read: {problem}")
    if isinstance(aliases, Failure):
        return replace(found, note=f"{aliases.summary}. {aliases.cure}")
    return replace(found, models=tuple(_models(aliases)), note=found.note if is_proxy else "")


def _models(aliases: Sequence[Alias]) -> list[ModelState]:
    named = {alias.name: alias for alias in reversed(aliases)}
    return [
        ModelState(name, name, parameters=without_prefix(named[name].provider_model))
        for name in dict.fromkeys(alias.name for alias in aliases)
    ]


def _place(base: str) -> tuple[object, ...]:
    """What tells two servers apart; every name of loopback is the same machine."""
    try:
        address: EngineAddress = parse_gateway_base(base)
    except AddressError:
        return (base,)
    url = httpx.URL(address.origin)
    host = "this machine" if is_loopback(address) and not address.socket else url.host
    return (url.scheme, host, url.port, address.socket)
