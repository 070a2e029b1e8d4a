"""Keeping one lane from finding in the prompt cache what another one has just put there."""

from collections.abc import Sequence
from dataclasses import replace

from ..lanes import Lane, Path
from ..wire.address import AddressError, parse_engine_base

_OFF = {"cache_prompt": False}
"""llama.cpp's own parameter; LiteLLM hands it on, other engines of a runner overlook it."""


def without_prompt_cache(lanes: Sequence[Lane]) -> tuple[Lane, ...]:
    """The lanes with the engine's prompt cache off, unless a lane says otherwise itself.

    Only where every straight lane addresses a runner: another server might refuse what it does
    not know. Two lanes that find unequal parts in a cache are told apart afterwards anyway.
    """
    straight = [lane for lane in lanes if lane.path is not Path.PROXY]
    if not straight or not all(_addresses_a_runner(lane) for lane in straight):
        return tuple(lanes)
    return tuple(replace(lane, parameters={**_OFF, **lane.parameters}) for lane in lanes)


def _addresses_a_runner(lane: Lane) -> bool:
    try:
        return "/engines" in parse_engine_base(lane.base).root
    except AddressError:
        return False
