"""Quick runs of the table of costs; each fails only where a goal is missed by far.

The table itself, with what it is for: `docs/performance.md`.
"""

import sys

import pytest
from bench import log_lines, start_lines, transport_lines, view_lines
from bench.lines import write_table

# A machine with other work, and rounds as few as these, tell gross faults from noise alone.
GROSS = 2.0

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="CPU time of another process is told by Linux"
)


def judged(lines) -> None:
    lines = list(lines)
    sys.stdout.write(f"\n{write_table(lines)}\n")
    # By the clock nothing is judged here: this may run beside anything.
    far = [
        f"{line.name}: {line.share:.1f} of what the goal allows"
        for line in lines
        if line.goal is not None
        and line.goal.of != "us"
        and line.unit != "ms"
        and line.share > GROSS
    ]
    assert not far


def test_a_chunk_costs_about_what_it_should():
    judged(transport_lines.lines(quick=True))


def test_a_start_takes_about_what_it_should():
    judged(start_lines.lines(quick=True))


def test_a_token_on_the_screen_costs_about_what_it_should():
    judged(view_lines.lines(quick=True))


def test_a_key_among_many_turns_costs_about_what_it_should():
    judged(log_lines.lines(quick=True))
