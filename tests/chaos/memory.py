"""How much memory the workbench and its children hold while keys are pressed, and if it grows."""

import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from statistics import median

MOST_GROWTH = 1.15
"""The last quarter of a life's readings, beside its second: more than that is growth."""
LONG_ENOUGH = 180.0
"""Seconds of a life in which the quarters lie behind the warm-up."""
_SCREENS = {
    "compare": "─ Rounds ─",
    "chat": "─ Prompt ─",
    "runners": "─ Runners and gateways ─",
    "sessions": " Archive ",
    "diagnostics": " Report ",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """After so many `seconds` of a run, in the workbench's `life` of that number; in bytes."""

    seconds: float
    life: int
    workbench: int
    children: int
    screen: str


@dataclass
class Curve:
    readings: list[Reading] = field(default_factory=list[Reading])

    def read(self, seconds: float, life: int, shell: int, screen: str) -> None:
        """Of the only child of `shell`, and of all below it."""
        workbench = sum(map(resident, children(shell)))
        below = sum(resident(one) for child in children(shell) for one in _all_below(child))
        self.readings.append(Reading(seconds, life, workbench, below, screen_name(screen)))

    def write(self, file: Path) -> None:
        with file.open("w", newline="") as opened:
            rows = csv.writer(opened)
            rows.writerow(each.name for each in fields(Reading))
            rows.writerows(map(astuple, self.readings))

    def growth(self) -> float | None:
        """Of the longest life: the median of its last quarter over that of its second; None where
        it was too short to tell."""
        longest = self._longest_life()
        if not longest or longest[-1].seconds - longest[0].seconds < LONG_ENOUGH:
            return None
        second, last = _quarter(longest, 1), _quarter(longest, 3)
        return median(last) / median(second) if second and last else None

    def told(self, most: int = 20) -> str:
        """A line of at most about `most` readings."""
        some = self.readings[:: max(1, len(self.readings) // most)]
        return " ".join(f"{one.seconds:.0f}s:{one.workbench / 1e6:.0f}MB" for one in some)

    def _longest_life(self) -> Sequence[Reading]:
        if not self.readings:
            return ()
        life, _ = Counter(one.life for one in self.readings).most_common(1)[0]
        return [one for one in self.readings if one.life == life]


def _quarter(life: Sequence[Reading], which: int) -> list[int]:
    began, long = life[0].seconds, life[-1].seconds - life[0].seconds
    return [one.workbench for one in life if which <= 4 * (one.seconds - began) / long <= which + 1]


def screen_name(drawn: str) -> str:
    """By what is drawn on that screen, and on none of those named after it."""
    return next((name for name, words in _SCREENS.items() if words in drawn), "other")


def children(process: int) -> list[int]:
    with suppress(OSError):
        told = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(one) for one in told.split()]
    return []


def _all_below(process: int) -> Iterator[int]:
    for child in children(process):
        yield child
        yield from _all_below(child)


def resident(process: int) -> int:
    """Bytes of a process that are in memory."""
    with suppress(OSError):
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0
