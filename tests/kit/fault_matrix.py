"""Writes what the fault lab proves: `PYTHONPATH=tests python -m kit.fault_matrix`."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from kit.asking import WAYS
from kit.endless_answers import ENDLESS, EVERY, Endless
from kit.lab_case import ALL, WAITS, Case, cells
from kit.lab_cases import LAB_CASES
from kit.lab_words import SAID

FILE = Path(__file__).parents[2] / "docs" / "fault-matrix.md"
_HEAD = """\
# What is told when a server fails

A server on loopback does each of these faults, and each way of asking is tried against it:
chats by both paths, streamed and at once, and the runner's own API. `tests/faultlab` proves
every cell. In all of them the words so far are kept, the same client is answered by the next
healthy server, and no task and no socket is left. A chat waits for as long as a model may take
to load: where a cell says *waits*, stopping ends it at once and keeps the words. A machine that
is gone is told as such (`connection-lost`) when it gave no sign of life for a minute and a half.

"""
_CELLS = """\
A cell names the failure's kind; *all* is the whole text, as from a healthy server.
"""
_KINDS = """\
## What the kinds say

"""
_ENDLESS = """\
## What has no end

Held in memory at most, in megabytes; *waits* is read on until a user stops it, because each
piece is a good one.

"""


def fault_matrix() -> str:
    return "\n".join(
        (
            _HEAD + _counts(LAB_CASES),
            _CELLS,
            _table(("fault", *WAYS), map(_row, LAB_CASES)),
            _ENDLESS + _table(("without an end", *EVERY), map(_endless_row, ENDLESS)),
            _KINDS + _table(("kind", "says"), sorted(SAID.items())),
        )
    )


def _counts(cases: Sequence[Case]) -> str:
    told = [case.told(way) for case, way in cells(cases)]
    whole, waiting = told.count(ALL), told.count(WAITS)
    secure = sum(not case.elsewhere for case in cases)
    return (
        f"{len(cases)} faults on {len(WAYS)} ways: {len(told)} trials, none left out. "
        f"{len(told) - whole - waiting} end in a failure\nwith a cause and a cure, {whole} in the "
        f"whole text, {waiting} wait. {secure} of the faults are tried again behind TLS.\n"
    )


def _row(case: Case) -> tuple[str, ...]:
    short = {ALL: "*all*", WAITS: "*waits*"}
    return (case.name, *(short.get(case.told(way), case.told(way)) for way in WAYS))


def _endless_row(endless: Endless) -> tuple[str, ...]:
    return (endless.name, *(_held(endless, way) for way in EVERY))


def _held(endless: Endless, way: str) -> str:
    if way not in endless.ways:
        return ""
    return f"{'*waits*, ' if way in endless.waits else ''}{endless.bound(way)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    FILE.write_text(fault_matrix(), encoding="utf-8")
