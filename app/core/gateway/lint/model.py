"""What the linter finds, and what it gives back."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ...lanes import JsonValue


class Severity(StrEnum):
    """`error`: LiteLLM stops, leaves a model out, or its requests reach no route.

    `warning`: it works, but hardly as it was meant. `note`: good to know.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters from `start` up to `end` of a file's text become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to know of a file. Keys that stand in it are in none of the texts."""

    rule: str
    """Such as `base-without-v1`; stable, for scripts."""
    severity: Severity
    file: Path
    line: int
    """From 1; 0 where there is no line to name."""
    text: str
    effect: str = ""
    """What LiteLLM does with it."""
    cure: str = ""
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    """What mends the file; empty where only its author can tell."""

    @property
    def where(self) -> str:
        return f"{self.file}:{self.line}" if self.line else str(self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`models` are the names that LiteLLM serves from the file as it is."""

    file: Path
    findings: tuple[Finding, ...] = ()
    models: tuple[str, ...] = ()
    mended: str | None = field(default=None, repr=False)
    """The text of `file` with all that can be mended; None where there is nothing to mend."""

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def ok(self) -> bool:
        return not self.count(Severity.ERROR)


def finding_to_json(finding: Finding) -> dict[str, JsonValue]:
    """With stable keys, all of them always there."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": str(finding.file),
        "line": finding.line,
        "text": finding.text,
        "effect": finding.effect,
        "cure": finding.cure,
        "mendable": bool(finding.edits),
    }
