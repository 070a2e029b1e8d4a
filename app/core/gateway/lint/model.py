"""What the linter finds, and what it gives back."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from ...lanes import JsonValue

STOPS = "LiteLLM does not start: "
"""What an effect begins with where nothing at all is served."""


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
    column: int = 0
    """From 1, in characters; 0 where there is none to name."""
    key: str = ""
    """Such as `model_list[0].litellm_params.api_base`; empty where it is about the whole file."""
    seen: str = ""
    """What stands there, keys masked; empty where it is no single value."""
    text: str
    effect: str = ""
    """What LiteLLM does with it."""
    cure: str = ""
    edits: tuple[Edit, ...] = field(default=(), repr=False)
    """What mends the file; empty where only its author can tell."""

    @property
    def stops(self) -> bool:
        """Whether LiteLLM does not even load the file, which is apart from its refusal of keys."""
        return self.effect.startswith(STOPS)

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
    left: tuple[Finding, ...] = ()
    """What there is to say of the mended file."""

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def ok(self) -> bool:
        return not self.count(Severity.ERROR)

    @property
    def mendable(self) -> bool:
        """Whether mending leaves no error."""
        left = any(finding.severity is Severity.ERROR for finding in self.left)
        return self.mended is not None and not left


def finding_to_json(finding: Finding) -> dict[str, JsonValue]:
    """With stable keys, all of them always there."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": str(finding.file),
        "line": finding.line,
        "column": finding.column,
        "key": finding.key,
        "seen": finding.seen,
        "text": finding.text,
        "effect": finding.effect,
        "cure": finding.cure,
        "mendable": bool(finding.edits),
    }
