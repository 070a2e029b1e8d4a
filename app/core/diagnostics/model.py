"""Checks, what they find, and what they are given to look at."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path as FilePath
from shlex import quote
from typing import TYPE_CHECKING

from ..lanes import JsonValue, Lane, Path
from ..secret import Secret

if TYPE_CHECKING:
    from .site import Site


VARIABLE_OF = {
    "api_base": "QUAYSIDE_BASE",
    "model": "QUAYSIDE_MODEL",
    "proxy_base": "QUAYSIDE_PROXY",
}
"""The environment's name for each setting that a cure can change."""

MENDED = "mended"
"""The label of evidence that is a whole file as it should be."""


class Status(StrEnum):
    """`warn`: our own way works and another would not. `skip`: a check it needs has failed."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen: a label, and text that may hold a server's bytes (never markup)."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One of Quayside's own settings, by its name in `Settings`, and what it is to be."""

    setting: str
    value: str

    @property
    def assignment(self) -> str:
        """The same for a shell: `QUAYSIDE_MODEL=ai/smollm2`."""
        return f"{VARIABLE_OF[self.setting]}={quote(self.value)}"


def command_of(changes: Iterable[Change]) -> str:
    """One line for a shell that makes all `changes`; empty where there are none."""
    assignments = " ".join(change.assignment for change in changes)
    return f"export {assignments}" if assignments else ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A lane that could be opened: `lane` is its text form, `title` says what it is."""

    lane: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a check's own code says; the engine puts name and title to it."""

    status: Status
    summary: str
    evidence: tuple[Evidence, ...] = ()
    cause: str = ""
    cure: str = ""
    command: str = ""
    """A line that can be pasted into a shell or a file; empty where there is none."""
    changes: tuple[Change, ...] = ()
    """The cure where it is in Quayside's own hands; `command` is their line then, if left empty."""
    links: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    """Lanes to what was found; their texts may hold a server's bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Outcome):
    """The outcome of one named check. Without keys: they are masked before they get here."""

    check: str
    title: str
    seconds: float = field(default=0.0, compare=False)
    """How long the check itself took; 0 where it was not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question. It is asked only after those in `needs` were answered well."""

    name: str
    """`layer.question`, such as `route.engine`; stable, for scripts."""
    title: str
    run: "Callable[[Site], Awaitable[Outcome]]"
    needs: tuple[str, ...] = ()
    deep: bool = False
    """Whether it costs the engine work; asked for on wish only, with a longer deadline."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The checks of a run, in their order, before any of them is asked."""

    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """The check of this name is under way."""

    check: str


Step = Planned | Begun | Finding
"""What a run of checks tells, as it happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """A setting in effect (keys masked) and where it came from."""

    name: str
    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is diagnosed. A lane that is None is not looked at."""

    engine: Lane | None = None
    proxy: Lane | None = None
    litellm: Lane | None = None
    """A lane of LiteLLM's own SDK; without one, it is asked what LiteLLM would do on `engine`."""
    provenance: tuple[Provenance, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    directory: FilePath = field(default_factory=FilePath)
    """Where the user stands: LiteLLM looks for a `.env` from here upwards."""

    @classmethod
    def of_lanes(
        cls,
        lanes: Sequence[Lane],
        provenance: tuple[Provenance, ...] = (),
        environment: Mapping[str, str] | None = None,
    ) -> "Subject":
        """The first lane of each path; LiteLLM's own needs an engine as ours do."""
        first = {lane.path: lane for lane in reversed(lanes)}
        litellm = first.get(Path.LITELLM)
        behind = replace(litellm, path=Path.SDK) if litellm is not None else None
        return cls(
            engine=first.get(Path.SDK, behind),
            proxy=first.get(Path.PROXY),
            litellm=litellm,
            provenance=provenance,
            environment=environment or {},
        )

    @property
    def secrets(self) -> tuple[Secret, ...]:
        lanes = (self.engine, self.proxy, self.litellm)
        return tuple(lane.key for lane in lanes if lane is not None)

    def source_of(self, name: str) -> str:
        """Where a setting came from; empty where nobody said."""
        return next((row.source for row in self.provenance if row.name == name), "")

    def value_of(self, name: str) -> str:
        """A setting in effect, by its name; empty where nobody said."""
        return next((row.value for row in self.provenance if row.name == name), "")


def finding_to_json(finding: Finding) -> dict[str, JsonValue]:
    """A finding with stable keys; every key is always there."""
    return {
        "check": finding.check,
        "title": finding.title,
        "status": finding.status.value,
        "summary": finding.summary,
        "evidence": [{"label": item.label, "text": item.text} for item in finding.evidence],
        "cause": finding.cause,
        "cure": finding.cure,
        "command": finding.command,
        "changes": [{"setting": one.setting, "value": one.value} for one in finding.changes],
        "links": list(finding.links),
        "offers": [{"lane": one.lane, "title": one.title} for one in finding.offers],
        "milliseconds": round(finding.seconds * 1000, 1),
    }
