"""Keys of a proxy: where the right one may be, and which one nobody should use."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ..failures import Failure
from ..gateway.config_yaml import MASTER_KEY_VARIABLE, ConfigError, read_config
from ..lanes import Lane
from ..runner.exchange import Exchange
from ..runner.failing import failure_of
from ..secret import Secret
from ..wire.causes import explain_response
from ..wire.wire_request import WireRequest
from .auth_layer import unsendable
from .model import Outcome, Status
from .outcomes import of_failure
from .site import Site, authorization, is_sendable

PUBLIC_KEY = "sk-1234"
"""The one that LiteLLM 1.104 and later refuse to start with, as they do with none."""
NEW_KEY = f'export {MASTER_KEY_VARIABLE}="sk-$(openssl rand -hex 32)"'
PROXY_KEY = "QUAYSIDE_PROXY_KEY"
_KEY_STATUSES = (400, 401, 403, 500)


async def key_refused(site: Site, answer: Exchange) -> Outcome:
    """The proxy's refusal, and the key that it would take where this machine holds one."""
    outcome = of_failure(_failure(site.proxy, answer))
    return await _with_holder(site, outcome) if answer.status in _KEY_STATUSES else outcome


async def key_unsendable(site: Site) -> Outcome:
    """What is wrong with a key that no header can carry."""
    return await _with_holder(site, replace(unsendable(), command=f"export {PROXY_KEY}=…"))


async def _with_holder(site: Site, outcome: Outcome) -> Outcome:
    variable = await asyncio.to_thread(_holder, site)
    if not variable:
        return outcome
    return replace(
        outcome,
        cure=f"Give Quayside the master key that {variable} holds.",
        command=f'export {PROXY_KEY}="${variable}"',
    )


def _failure(lane: Lane, answer: Exchange) -> Failure:
    if answer.error is not None:
        return failure_of(lane, answer)
    # Whether a key was sent tells a missing one from a wrong one.
    request = WireRequest(answer.method, answer.url, authorization(lane), b"")
    return explain_response(lane, request, answer.status, answer.headers, answer.body)


def weak_key(key: Secret) -> Outcome | None:
    """A warning where the key is publicly known, else None."""
    if key.reveal() != PUBLIC_KEY:
        return None
    return Outcome(
        status=Status.WARN,
        summary="the proxy takes a publicly known key",
        cause="it is the key of LiteLLM's own examples; since release 1.104 a proxy refuses to "
        "start with it, so that an update ends this one",
        cure="Start the proxy with a key of your own in LITELLM_MASTER_KEY, and take master_key "
        "out of config.yaml.",
        command=NEW_KEY,
    )


def _holder(site: Site) -> str:
    """The environment variable that holds another key for this proxy; empty where none does."""
    names = [_named_in_config(site), MASTER_KEY_VARIABLE]
    return next((name for name in names if _is_other(name, site.environment, site)), "")


def _is_other(name: str, environment: Mapping[str, str], site: Site) -> bool:
    value = environment.get(name, "")
    return bool(value) and is_sendable(value) and value != site.proxy.key.reveal()


def _named_in_config(site: Site) -> str:
    """The variable whose value is the master key of the config.yaml in effect."""
    file = site.subject.value_of("litellm_config")
    if not file:
        return ""
    try:
        config = read_config(Path(file).expanduser(), site.environment)
    except ConfigError:
        return ""
    key = config.master_key.reveal() if config.master_key else ""
    holders = (name for name, value in site.environment.items() if key and value == key)
    return next((name for name in holders if name != PROXY_KEY), "")
