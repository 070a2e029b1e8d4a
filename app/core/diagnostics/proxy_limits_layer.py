"""How long the proxy waits for its engine, and how often it tries: both can end a load."""

from collections.abc import Mapping, Sequence

from ..gateway.api import Alias, read_aliases
from ..lanes import JsonValue
from ..wire.jsontext import as_object
from .model import Evidence, Outcome, Status
from .outcomes import passed
from .site import Site
from .upstreams import INFORMATION, deployments_of

SHORTEST = 60.0
"""Seconds; a model of some gigabytes takes as long to load from a slow disk."""
ROUTER = "/router/settings"


async def proxy_limits(site: Site) -> Outcome:
    """`timeout`, `num_retries` and the cooldown, as they are in force for the alias."""
    api = site.api(site.proxy_address, site.proxy)
    told = read_aliases((await api.get(INFORMATION)).json_object())
    answer = await api.get(ROUTER)
    router = as_object(answer.json_object().get("current_values"))
    if not router:
        return passed("this gateway does not tell how long it waits")
    behind = deployments_of(site.proxy.model, told)
    own = [alias.timeout for alias in behind if alias.timeout is not None]
    where = f"the entry of '{site.proxy.model}'" if own else "router_settings"
    usual = (_number(router.get(name)) for name in ("timeout", "stream_timeout"))
    seconds = min(own or [one for one in usual if one is not None], default=None)
    evidence = _evidence(behind, router, seconds)
    if seconds is not None and seconds < SHORTEST:
        return _short(site.proxy.model, seconds, where, _tries(behind, router), evidence)
    waits = "for as long as it takes" if seconds is None else f"{seconds:g} s"
    return passed(f"the proxy waits {waits} for each piece of an answer", *evidence)


def _short(
    alias: str, seconds: float, where: str, tries: int, evidence: tuple[Evidence, ...]
) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"the proxy gives the engine behind '{alias}' {seconds:g} s",
        evidence=evidence,
        cause="a runner is silent while it loads a model; LiteLLM then hangs up, which ends the "
        f"load, and does so {tries} times: the model is never loaded, and the user reads 'Request "
        "timed out'",
        cure=f"Raise timeout (and stream_timeout, if it is there) in {where} of config.yaml, then "
        "start the proxy again.",
        command="timeout: 600",
    )


def _evidence(
    behind: Sequence[Alias], router: Mapping[str, JsonValue], seconds: float | None
) -> tuple[Evidence, ...]:
    rests = _number(router.get("cooldown_time"))
    rest = "never" if router.get("disable_cooldowns") else f"{rests or 5:g} s after a failure"
    return (
        Evidence("timeout", "none" if seconds is None else f"{seconds:g} s"),
        Evidence("tries", str(_tries(behind, router))),
        Evidence("rests an alias", rest),
        Evidence("deployments", str(len(behind) or 1)),
    )


def _tries(behind: Sequence[Alias], router: Mapping[str, JsonValue]) -> int:
    own = [alias.retries for alias in behind if alias.retries is not None]
    return 1 + int(max(own) if own else _number(router.get("num_retries")) or 0)


def _number(value: JsonValue) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
