"""Several requests in flight on one lane at a time: how it holds up, level by level.

A closed loop: each of a level's workers sends its next request when its last one ended. It
says what so many patient users see; it says nothing of users who arrive on their own.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from .figures import TPOT, TTFT
from .plan import Kind, Place, Plan, ServiceLevel
from .run import Asking, Run
from .sample import Sample
from .schedule import orders
from .statistics import Estimate, wilson


@dataclass(frozen=True, slots=True)
class Load:
    """One lane at one level. Rates are per second of the level's own wall time."""

    lane: int
    level: int
    requests: int
    failed: int
    seconds: float
    requests_per_second: float
    tokens_per_second: float | None
    good: Estimate | None
    """Share of requests that kept the service level; a failed one did not."""
    good_per_second: float


async def sweep(run: Run) -> AsyncGenerator[Asking | Sample, None]:
    """Every level, in it each lane in a seeded order, in it `repeat` requests a worker."""
    plan = run.plan
    turns = orders(len(plan.lanes), len(plan.levels), plan.seed)
    for level, order in zip(plan.levels, turns, strict=True):
        for position, lane in enumerate(order):
            async with aclosing(_level(run, level, lane, position)) as steps:
                async for step in steps:
                    yield step
            await run.rest(plan.pause)


async def _level(
    run: Run, level: int, lane: int, position: int
) -> AsyncGenerator[Asking | Sample, None]:
    waiting: asyncio.Queue[Asking | Sample | None] = asyncio.Queue()
    workers = [
        asyncio.create_task(_work(run, level, lane, position, worker, waiting))
        for worker in range(level)
    ]
    try:
        working = level
        while working:
            step = await waiting.get()
            if step is None:
                working -= 1
            else:
                yield step
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _work(
    run: Run,
    level: int,
    lane: int,
    position: int,
    worker: int,
    told: asyncio.Queue[Asking | Sample | None],
) -> None:
    try:
        for number in range(run.plan.repeat):
            place = Place(
                prompt=(number + worker) % len(run.plan.prompts),
                round=worker * run.plan.repeat + number,
                lane=lane,
                position=position,
                level=level,
            )
            async with aclosing(run.ask(place)) as steps:
                async for step in steps:
                    told.put_nowait(step)
    finally:
        told.put_nowait(None)


def loads(plan: Plan, samples: Sequence[Sample]) -> list[Load]:
    """What each lane did at each level, in the plan's order of levels."""
    return [
        _load(lane, level, mine, plan.service)
        for level in plan.levels
        for lane in range(len(plan.lanes))
        if (mine := [one for one in samples if _at(one, lane, level)])
    ]


def is_good(sample: Sample, service: ServiceLevel) -> bool:
    """Whether a request kept every bound; one that failed, or lacks the figure, did not."""
    told = ((TTFT.of(sample), service.ttft), (TPOT.of(sample), service.tpot))
    bounds = (*told, (sample.marks.end, service.e2e))
    return sample.failure is None and all(
        bound is None or (value is not None and value <= bound) for value, bound in bounds
    )


def _at(sample: Sample, lane: int, level: int) -> bool:
    place = sample.place
    return place.kind is Kind.MEASURED and (place.lane, place.level) == (lane, level)


def _load(lane: int, level: int, samples: Sequence[Sample], service: ServiceLevel) -> Load:
    ended = [one.began + (one.marks.end or 0.0) / 1000 for one in samples]
    seconds = max(max(ended) - min(one.began for one in samples), 1e-9)
    good = sum(is_good(one, service) for one in samples)
    tokens = [one.tokens for one in samples if one.failure is None]
    counted = sum(count for count in tokens if count is not None)
    return Load(
        lane=lane,
        level=level,
        requests=len(samples),
        failed=sum(one.failure is not None for one in samples),
        seconds=seconds,
        requests_per_second=len(samples) / seconds,
        tokens_per_second=counted / seconds if None not in tokens else None,
        good=wilson(good, len(samples)),
        good_per_second=good / seconds,
    )
