"""Asks lanes the same things, one request in flight, in an order that treats them alike."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from types import MappingProxyType

from ..conversation import Reply
from ..events import Event
from ..lanes import JsonValue, Lane, Message
from ..wire.outcome import collect
from ..wire.source import ReplySource

REPEATABLE: Mapping[str, JsonValue] = MappingProxyType({"temperature": 0, "seed": 0})
"""What a comparison sends unless it is told otherwise: answers that can be equal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request stands; all counts start at 0."""

    prompt: int
    round: int
    lane: int
    position: int
    """Its place within the round: who went first had the colder cache."""


@dataclass(frozen=True, slots=True)
class Run:
    """One request that was made, and what came of it."""

    place: Place
    reply: Reply


def repeatable(lane: Lane) -> Lane:
    """The lane with `REPEATABLE` where it does not say otherwise itself."""
    return replace(lane, parameters={**REPEATABLE, **lane.parameters})


def schedule(prompts: int, lanes: int, repeat: int) -> list[Place]:
    """All requests in order: lanes take turns, and each round another lane goes first."""
    places: list[Place] = []
    for number in range(repeat):
        for prompt in range(prompts):
            first = (number * prompts + prompt) % lanes
            places += [
                Place(prompt, number, (first + position) % lanes, position)
                for position in range(lanes)
            ]
    return places


Watcher = Callable[[Place, Event], None]


async def run_comparison(
    source: ReplySource,
    lanes: Sequence[Lane],
    prompts: Sequence[str],
    repeat: int = 1,
    *,
    watch: Watcher | None = None,
) -> AsyncGenerator[Run, None]:
    """Each run as it ends; a lane that fails does not keep the others from their turns.

    `watch` is called with each event as it comes. Closing the generator stops the engine.
    """
    for place in schedule(len(prompts), len(lanes), repeat):
        message: Message = {"role": "user", "content": prompts[place.prompt]}
        notice = None if watch is None else _noticing(watch, place)
        reply = await collect(source, lanes[place.lane], [message], on_event=notice)
        yield Run(place, reply)


async def all_runs(runs: AsyncGenerator[Run, None]) -> list[Run]:
    """Every run of a comparison, once it is over."""
    async with aclosing(runs):
        return [run async for run in runs]


def _noticing(watch: Watcher, place: Place) -> Callable[[Event], None]:
    return lambda event: watch(place, event)
