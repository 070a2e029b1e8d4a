"""Samples as a measurement would give them, from the few numbers that a test is about."""

from collections.abc import Sequence
from typing import Any

from quayside.app.core.comparison.plan import Kind, Place
from quayside.app.core.comparison.sample import Answer, Marks, Sample, Wire
from quayside.app.core.events import Timings, Usage


def a_sample(
    lane: int = 0,
    number: int = 0,
    *,
    ttft: float = 20.0,
    gaps: Sequence[float] = (10.0, 10.0, 10.0),
    position: int | None = None,
    cached: int = 33,
    text: str = "A calm sea.",
    **more: Any,
) -> Sample:
    """One of `lane` in round `number`; the first lane goes first in even rounds."""
    place = Place(0, number, lane, (lane + number) % 2 if position is None else position)
    contents = [ttft]
    for gap in gaps:
        contents.append(contents[-1] + gap)
    tokens = len(contents)
    given: dict[str, Any] = {
        "place": place,
        "began": float(number),
        "marks": Marks(
            connect=0.0,
            first_byte=ttft / 2,
            role=ttft / 2,
            first_content=ttft,
            first_text=ttft,
            contents=tuple(contents),
            end=contents[-1] + 1.0,
        ),
        "answer": Answer(text=text, finish_reason="length", served_model="ai/smollm2"),
        "usage": Usage(34, tokens, cached),
        "timings": Timings(cached, 34 - cached, ttft - 5.0, tokens, 10.0 * tokens),
        "wire": Wire(method="POST", url="http://h/v1/chat/completions", request="{}", status=200),
    }
    return Sample(**{**given, **more})


def rounds_of(*ttfts: Sequence[float], lane_cost: float = 0.0) -> list[Sample]:
    """One lane for each sequence of TTFTs; `lane_cost` is what the second place costs more."""
    found: list[Sample] = []
    for lane, times in enumerate(ttfts):
        for number, ttft in enumerate(times):
            second = (lane + number) % 2 == 1
            found.append(a_sample(lane, number, ttft=ttft + (lane_cost if second else 0.0)))
    return found


def warm_up(lane: int = 0, **more: Any) -> Sample:
    return a_sample(lane, place=Place(0, 0, lane, 0, Kind.WARM_UP), **more)
