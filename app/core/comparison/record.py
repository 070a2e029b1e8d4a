"""A comparison as it is kept: all that was measured, so that all else can be derived again.

The JSON document holds this record and, for readers without Quayside, what was derived.
"""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..runner.received import ReceivedRequest
from ..secret import Secret
from .measuring.stall import Stall
from .plan import Plan
from .sample import Sample

CLOCK_NOTE = (
    "Milliseconds of the client's monotonic clock, taken at the socket by a process that does "
    "nothing else, from the request's last byte; `timings` are the engine's own clock."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where it was measured. Loads are the system's one-minute averages; None where it has none."""

    system: str
    python: str
    cores: int
    load_before: float | None = None
    load_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """What listens at a lane's base, as it tells."""

    kind: str = "unknown"
    """Such as `docker-model-runner`, `litellm-proxy` or `docker-model-gateway`."""
    title: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One comparison, also one that was stopped. Lanes have no keys here."""

    quayside: str
    started_at: str
    """ISO 8601, UTC."""
    machine: Machine
    plan: Plan
    servers: tuple[Server, ...] = ()
    samples: tuple[Sample, ...] = ()
    received: Mapping[int, ReceivedRequest]
    """By lane: its request as the runner behind it received it."""
    remarks: tuple[str, ...] = ()
    stall: Stall | None = None


def begin_record(plan: Plan, version: str, servers: Sequence[Server] = ()) -> Record:
    """A record of a comparison that begins now; it holds none of the lanes' keys."""
    return Record(
        quayside=version,
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        machine=this_machine(),
        plan=without_keys(plan),
        servers=tuple(servers),
        received={},
    )


def moment_of(record: Record) -> datetime | None:
    """When it was started; None where a record from elsewhere tells no time."""
    try:
        return datetime.fromisoformat(record.started_at)
    except ValueError:
        return None


def without_keys(plan: Plan) -> Plan:
    return replace(plan, lanes=tuple(replace(lane, key=Secret()) for lane in plan.lanes))


def this_machine() -> Machine:
    return Machine(
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        cores=os.cpu_count() or 1,
        load_before=load_average(),
    )


def load_average() -> float | None:
    """Of the last minute; None on systems that keep none."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
