"""Records of comparisons as a measurement would leave them."""

from collections.abc import Sequence
from typing import Any

from kit.samples import a_sample
from kit.scripted import a_lane
from quayside.app.core.comparison.measuring.stall import Stall
from quayside.app.core.comparison.plan import Mode, Plan
from quayside.app.core.comparison.record import Machine, Record, Server
from quayside.app.core.comparison.sample import Sample
from quayside.app.core.lanes import Lane, Path

LANES = (a_lane(), a_lane("smollm2", Path.PROXY))
STARTED = "2026-11-25T04:27:00+00:00"


def a_record(
    samples: Sequence[Sample] | None = None,
    *,
    lanes: tuple[Lane, ...] = LANES,
    rounds: int = 8,
    mode: Mode = Mode.WORKLOAD,
    text: str = "A calm sea.",
    cost: float = 6.0,
    started: str = STARTED,
    **plan: Any,
) -> Record:
    """Each lane takes `cost` milliseconds more than the one before it, with a little noise."""
    told = samples
    if told is None:
        told = [
            a_sample(lane, number, ttft=20.0 + lane * cost + 0.1 * (number % 3), text=text)
            for number in range(rounds)
            for lane in range(len(lanes))
        ]
    given = {"prompts": ("Say something.",), "repeat": rounds, "mode": mode, **plan}
    return Record(
        quayside="9.9",
        started_at=started,
        machine=Machine(system="Linux x86_64", python="3.11.7", cores=2, load_before=0.4),
        plan=Plan(lanes=lanes, **given),
        servers=(Server(kind="docker-model-runner", title="Docker Model Runner", version="1.0"),)
        + (Server(kind="litellm-proxy", title="LiteLLM Proxy"),) * (len(lanes) - 1),
        samples=tuple(told),
        received={},
        stall=Stall(0.1, 0.4, 1.2, 900),
    )
