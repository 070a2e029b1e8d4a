"""What a report is made of; every text in it may hold foreign text and is plain."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`head` and each row have the same length; numbers stand in all columns but the named."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[str, ...] = ("lane", "figure", "clock", "verdict", "outcome")
    """Heads of the columns that hold words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading with what belongs under it: lines, then tables, then notes."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.lines or self.notes or (self.table and self.table.rows))


@dataclass(frozen=True, slots=True)
class Said:
    """What one lane answered; `differs` is the first word that is not the first lane's."""

    title: str
    text: str
    differs: tuple[int, int] | None = None
    """Where that word starts and ends, in characters."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All lanes' answers of the first round of one prompt."""

    prompt: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    title: str
    verdicts: tuple[str, ...]
    """What the comparison came to, the most telling first."""
    warnings: tuple[str, ...]
    """What must be known before a verdict is believed."""
    lanes: Section
    answers: tuple[Answers, ...]
    sections: tuple[Section, ...]
