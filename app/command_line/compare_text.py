"""A comparison in words: for a terminal, and as Markdown for a note or a ticket."""

import re
from collections.abc import Sequence

from ..core.comparison.record import Pair, pairs
from ..core.comparison.run import Run
from ..core.figures import ReplyTally
from ..core.lanes import Lane
from .console import one_line

_HEAD = ("lane", "round", "first text", "tokens", "speed", "in all", "outcome")
_BACKTICKS = re.compile(r"`{3,}")


def as_text(lanes: Sequence[Lane], prompts: Sequence[str], runs: Sequence[Run]) -> str:
    """Answers, figures and where they part, for reading in a terminal."""
    parts: list[str] = []
    for number, prompt in enumerate(prompts):
        parts.append(f"# {prompt}")
        for place, lane in enumerate(lanes):
            parts.append(f"{_heading(place, lane)}\n{_first_text(runs, number, place)}")
        parts.append(_table(_rows(lanes, runs, number)))
        parts.append("\n".join(_verdicts(runs, number)))
    return "\n\n".join(part for part in parts if part)


def as_markdown(lanes: Sequence[Lane], prompts: Sequence[str], runs: Sequence[Run]) -> str:
    """The same as Markdown; answers stand in fences, so that their own marks stay theirs."""
    parts: list[str] = []
    for number, prompt in enumerate(prompts):
        parts.append(f"## {one_line(prompt)}")
        parts.append(_markdown_table(_rows(lanes, runs, number)))
        parts.append("\n".join(f"- {said}" for said in _verdicts(runs, number)))
        for place, lane in enumerate(lanes):
            answer = _fenced(_first_text(runs, number, place))
            parts.append(f"### {_heading(place, lane)}\n\n{answer}")
    return "\n\n".join(part for part in parts if part)


def verdict(pair: Pair) -> str:
    """Whether two lanes said the same, in one line."""
    names = f"round {pair.round + 1}: {pair.left + 1} and {pair.right + 1}"
    if pair.parity.equal:
        return f"{names} say the same"
    difference = pair.parity.difference
    if difference is None:
        return f"{names} differ in white space alone"
    after = f" after “{one_line(difference.before)}”" if difference.before else ""
    left, right = (one_line(word) or "(end)" for word in (difference.left, difference.right))
    return f"{names} part at word {difference.word + 1}{after}: “{left}” or “{right}”"


def _heading(place: int, lane: Lane) -> str:
    # Two engines of one runner have the same label; their bases tell them apart.
    return one_line(f"{place + 1} {lane.label} · {lane.base}")


def _verdicts(runs: Sequence[Run], prompt: int) -> list[str]:
    return [verdict(pair) for pair in pairs(runs) if pair.prompt == prompt]


def _first_text(runs: Sequence[Run], prompt: int, lane: int) -> str:
    tally = next(
        run.reply.tally for run in runs if (run.place.prompt, run.place.lane) == (prompt, lane)
    )
    return tally.text or (f"✗ {tally.failure.summary}" if tally.failure else "(no text)")


def _rows(lanes: Sequence[Lane], runs: Sequence[Run], prompt: int) -> list[tuple[str, ...]]:
    ordered = sorted(
        (run for run in runs if run.place.prompt == prompt),
        key=lambda run: (run.place.lane, run.place.round),
    )
    return [
        (
            f"{run.place.lane + 1} {lanes[run.place.lane].label}",
            str(run.place.round + 1),
            *_cells(run.reply.tally),
        )
        for run in ordered
    ]


def _cells(tally: ReplyTally) -> tuple[str, ...]:
    speed = tally.decode_speed
    tokens = tally.completion_tokens
    return (
        "" if tally.ttft is None else f"{tally.ttft:.2f} s",
        "" if tokens is None else str(tokens),
        f"{speed[0]:.1f} tok/s ({speed[1]})" if speed else "",
        "" if tally.elapsed is None else f"{tally.elapsed:.2f} s",
        tally.reason if tally.failure is None else f"✗ {tally.failure.kind}",
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    table = [_HEAD, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )


def _markdown_table(rows: list[tuple[str, ...]]) -> str:
    table = [_HEAD, ("---",) * len(_HEAD), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in table)


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")


def _fenced(text: str) -> str:
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"
