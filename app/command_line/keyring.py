"""Which key belongs to which gateway: the settings' own, and that of a proxy of ours."""

from dataclasses import replace

from ..core.lanes import Lane
from ..core.lanes import Path as LanePath
from ..core.secret import Secret
from ..core.settings import FROM_DEFAULT, Settings
from ..core.survey import HeldKey, key_for
from .composition import Composition


def held_keys(settings: Settings, composition: Composition) -> list[HeldKey]:
    """The keys that are known now; a proxy of ours has one once it runs."""
    own = [_own(settings, composition)] if composition.preparations else []
    given = HeldKey(settings.proxy_base.value, settings.proxy_key.value)
    named = [HeldKey(one.base, one.key) for one in settings.profiles.value.values()]
    return [one for one in (*named, *own, given) if one.base and one.key]


def with_held_key(lane: Lane, settings: Settings, composition: Composition) -> Lane:
    """The lane with the key of its own gateway, and with no other gateway's."""
    if lane.path is not LanePath.PROXY or not lane.base:
        return lane
    if one := key_for(lane.base, held_keys(settings, composition)):
        return replace(lane, key=one.key)
    elsewhere = settings.proxy_base.source != FROM_DEFAULT
    return replace(lane, key=Secret()) if elsewhere else lane


def _own(settings: Settings, composition: Composition) -> HeldKey:
    lane = Lane(LanePath.PROXY, settings.model.value, "")
    for preparation in composition.preparations:
        if preparation.holds(lane):
            lane = preparation.settle(lane)
    return HeldKey(lane.base, lane.key)
