"""What a comparison will do: which lanes are asked what, how often and in which mode."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from ..lanes import JsonValue, Lane

REPEATABLE: Mapping[str, JsonValue] = MappingProxyType({"temperature": 0, "seed": 0})
"""What a comparison sends unless it is told otherwise: answers that can be equal."""
OVERHEAD_PROMPT = "Reply with one short sentence about the sea."
OVERHEAD_TOKENS = 12
"""Enough chunks to tell a stream from a buffer, and a request of well under a second."""


class Mode(StrEnum):
    """The two questions; their figures are never mixed.

    Overhead asks what the path itself costs: one short prompt that every lane finds in the
    cache. Workload asks what a user waits for: the user's prompts, prefill included.
    """

    OVERHEAD = "overhead"
    WORKLOAD = "workload"


class Kind(StrEnum):
    """What a request is for; only measured ones enter a statistic."""

    COLD = "cold"
    """The first one after the model was unloaded: the price of a load, told apart."""
    WARM_UP = "warm-up"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request stands; all counts start at 0."""

    prompt: int
    round: int
    lane: int
    position: int
    """Its place within the round: who went first had the colder cache."""
    kind: Kind = Kind.MEASURED
    level: int = 1
    """Requests in flight at once on the lane; 1 unless concurrency was asked for."""

    @property
    def compared(self) -> bool:
        """Whether it is held against another lane's: measured, with nothing else in flight."""
        return self.kind is Kind.MEASURED and self.level == 1


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """What a request must keep to count as good; None asks nothing. Milliseconds."""

    ttft: float | None = None
    tpot: float | None = None
    e2e: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that decides which requests are sent; the same plan sends the same ones."""

    lanes: tuple[Lane, ...]
    prompts: tuple[str, ...]
    mode: Mode = Mode.WORKLOAD
    repeat: int = 1
    """Rounds of each prompt; in each round every lane answers once."""
    seed: int = 0
    """Of the order in which lanes take their turns; it is no parameter of a request."""
    sequential: bool = False
    """Let a lane answer many rounds before the next one does, for a runner that holds one model."""
    warm_up: int = 1
    """Requests a lane that are sent first and counted nowhere."""
    pause: float = 0.05
    """Seconds between two requests, so that the engine's slot is free again."""
    nonce: bool = False
    """Give each request its own first words: no cache can hold them, no two texts are equal."""
    cold: bool = False
    """Unload before the first request of each lane and measure the load, apart."""
    levels: tuple[int, ...] = ()
    """Numbers of requests in flight to try, one after the other; empty: one at a time."""
    service: ServiceLevel = ServiceLevel()
    patience: float = 600.0
    """Seconds without a sign of life after which a request is given up."""
    margin: float | None = None
    """Milliseconds that are no difference to the user; None: the larger of 2 ms and 5 %."""


def repeatable(lane: Lane) -> Lane:
    """The lane with `REPEATABLE` where it does not say otherwise itself."""
    return replace(lane, parameters={**REPEATABLE, **lane.parameters})


def short(lane: Lane) -> Lane:
    """The lane with overhead's few tokens where it does not say otherwise itself."""
    return replace(lane, parameters={"max_tokens": OVERHEAD_TOKENS, **lane.parameters})
