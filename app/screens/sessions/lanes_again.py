"""Lanes that were kept without a key, made whole again by those that are at hand."""

from collections.abc import Sequence
from dataclasses import replace

from ...core.lanes import Lane
from ...core.secret import Secret
from ...core.settings import DEFAULT_KEY


def at_hand(kept: Lane, known: Sequence[Lane]) -> Lane:
    """The lane that was kept, to be asked again.

    A key goes to the very base it was given for, and nowhere else: a session may come from
    another machine. Where that base is gone, as a demo's port is, the lane of the same path
    and model takes its place.
    """
    alike = [lane for lane in known if lane.path is kept.path]
    for lane in alike:
        if lane.base and _plain(lane) == _plain(kept):
            return replace(kept, key=lane.key)
    for lane in alike:
        if lane.model == kept.model:
            return replace(lane, parameters=kept.parameters, stream=kept.stream)
    return replace(kept, key=Secret(DEFAULT_KEY) if kept.path.to_engine else Secret())


def _plain(lane: Lane) -> str:
    return lane.base.rstrip("/")
