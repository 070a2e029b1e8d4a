"""Lanes of a record, asked again: their bases are foreign text, and keys go to none of them."""

from collections.abc import Sequence
from dataclasses import replace

from ..core.lanes import Lane, LaneText
from ..core.lanes import Path as LanePath
from ..core.secret import Secret
from ..core.settings import DEFAULT_KEY, Settings
from ..core.survey import HeldKey, key_for
from ..core.wire.address import (
    DEFAULT_ENGINE,
    AddressError,
    EngineAddress,
    parse_engine_base,
    parse_gateway_base,
)
from ..core.wire.connections import is_loopback


def lane_text(lane: Lane, demo: bool) -> LaneText:
    """What to make ready for a recorded lane; in a demo, a base on loopback is the demo's own."""
    base = _open_base(lane) if demo else lane.base
    return LaneText(lane.path, lane.model, base)


def with_own_keys(
    lanes: Sequence[Lane], texts: Sequence[LaneText], settings: Settings
) -> tuple[list[Lane], list[int]]:
    """The lanes with the settings' keys only where they lead to the settings' own servers.

    A record can come from anyone, and its bases with it. Also gives the places of the lanes
    that a key was kept from.
    """
    kept = [
        lane if _is_ours(lane, text, settings) else replace(lane, key=_no_key(lane.path))
        for lane, text in zip(lanes, texts, strict=True)
    ]
    changed = [place for place, lane in enumerate(kept) if lane.key != lanes[place].key]
    return kept, changed


def _open_base(lane: Lane) -> str:
    read = parse_gateway_base if lane.path is LanePath.PROXY else parse_engine_base
    try:
        address: EngineAddress = read(lane.base)
    except AddressError:
        return lane.base
    if address.socket or not is_loopback(address):
        return lane.base
    return f"/engines/{address.engine}" if address.engine not in ("", DEFAULT_ENGINE) else ""


def _is_ours(lane: Lane, text: LaneText, settings: Settings) -> bool:
    prepared = not text.base or text.base.startswith("/")
    own = [settings.base_for(lane.path), *(one.base for one in settings.profiles.value.values())]
    held = [HeldKey(base, lane.key) for base in own]
    return prepared or key_for(lane.base, held) is not None


def _no_key(path: LanePath) -> Secret:
    # Known to all: LiteLLM itself sends it where no key was given.
    return Secret(DEFAULT_KEY) if path.to_engine else Secret()
