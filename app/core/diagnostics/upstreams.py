"""What stands behind the proxy lane's alias, as LiteLLM's router would choose it."""

import re
from dataclasses import dataclass, replace

from ..gateway.api import Alias, read_aliases
from ..lanes import MODEL_PREFIX, JsonValue
from ..runner.exchange import Exchange
from ..settings import DEFAULT_BASE
from ..wire.address import AddressError, EngineAddress, parse_engine_base, place_of
from ..wire.connections import is_loopback
from .outcomes import without_login
from .site import Site

INFORMATION = "/model/info"
DRY_RUN = "/utils/transform_request"
_LIKE_OPENAI = ("openai/", "hosted_vllm/", "openai_like/", "custom_openai/", "lm_studio/")


@dataclass(frozen=True, slots=True)
class Upstream:
    """One deployment of an alias: where its requests go, and for which model."""

    alias: Alias
    model: str
    """As it travels in the body; empty for a provider that is not looked at."""
    base: str
    """The `api_base` in effect, in the form that the proxy tells."""
    fallen: bool = False
    """Whether the alias names no base, so that this one is LiteLLM's fallback."""

    @property
    def told(self) -> str:
        """`smollm2 → docker_model_runner/ai/smollm2 at http://…`"""
        base = without_login(self.base) or "its provider's own address"
        return f"{self.alias.name} → {self.alias.provider_model} at {base}"


async def upstreams(site: Site) -> tuple[list[Upstream], Exchange]:
    """The deployments of the lane's alias; none where the gateway does not tell them."""
    api = site.api(site.proxy_address, site.proxy)
    answer = await api.get(INFORMATION)
    chosen = deployments_of(site.proxy.model, read_aliases(answer.json_object()))
    found = [_upstream(alias) for alias in chosen]
    if any(one.model and not one.base for one in found):
        base = await _fallback(site)
        found = [one if one.base else replace(one, base=base, fallen=True) for one in found]
    return found, answer


def deployments_of(name: str, aliases: list[Alias]) -> list[Alias]:
    """All deployments that serve `name`: exact ones first, else the most special wildcard."""
    exact = [alias for alias in aliases if alias.name == name]
    if exact:
        return exact
    fitting = [alias for alias in aliases if fits(alias.name, name)]
    longest = max((len(alias.name) for alias in fitting), default=0)
    return [_filled(alias, name) for alias in fitting if len(alias.name) == longest]


def fits(pattern: str, name: str) -> bool:
    """Whether an alias with `*` in it serves `name`."""
    return "*" in pattern and _match(pattern, name) is not None


def is_askable(site: Site, address: EngineAddress) -> bool:
    """Whether our question reaches the same server as the proxy's, and nobody else's.

    The loopback of a proxy elsewhere is not ours; a stranger's server is not asked.
    """
    lanes = (site.subject.engine, site.subject.litellm)
    own = {_place(lane.base) for lane in lanes if lane is not None}
    here = is_loopback(address) and is_loopback(site.proxy_address)
    return here or place_of(address) in own


def _upstream(alias: Alias) -> Upstream:
    if alias.provider_model.startswith(MODEL_PREFIX):
        return Upstream(alias, alias.provider_model.removeprefix(MODEL_PREFIX), alias.api_base)
    known = next((one for one in _LIKE_OPENAI if alias.provider_model.startswith(one)), "")
    if known and alias.api_base:
        return Upstream(alias, alias.provider_model.removeprefix(known), alias.api_base)
    return Upstream(alias, "", alias.api_base)


async def _fallback(site: Site) -> str:
    """The base that LiteLLM takes where nobody names one, told by a dry run of the proxy's own."""
    request: JsonValue = {
        "model": f"{MODEL_PREFIX}model",
        "messages": [{"role": "user", "content": "-"}],
    }
    api = site.api(site.proxy_address, site.proxy)
    answer = await api.post(DRY_RUN, {"call_type": "completion", "request_body": request})
    base = answer.json_object().get("raw_request_api_base")
    return base.rstrip("/") if isinstance(base, str) and base else DEFAULT_BASE


def _match(pattern: str, name: str) -> re.Match[str] | None:
    parts = [re.escape(part) for part in pattern.split("*")]
    return re.fullmatch("(.*)".join(parts), name)


def _filled(alias: Alias, name: str) -> Alias:
    found = _match(alias.name, name)
    model = alias.provider_model
    for group in found.groups() if found else ():
        model = model.replace("*", group, 1)
    return replace(alias, provider_model=model)


def _place(base: str) -> tuple[str, str]:
    try:
        return place_of(parse_engine_base(base))
    except AddressError:
        return base, ""
