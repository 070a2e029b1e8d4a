"""What is still being made ready, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from .plain_text import visible_line

BAR_CELLS = 16


@dataclass(frozen=True, slots=True)
class PreparationLine:
    """A message and how much of it is done, 0 to 1, or None where that is unknown."""

    message: str
    share: float | None = None
    failed: bool = False


class PreparationLines(Static):
    """Shows nothing, and takes no room, while nothing is being prepared."""

    DEFAULT_CSS = """
    PreparationLines {
        height: auto;
        max-height: 6;
        padding: 0 2;
        color: $text-muted;
        display: none;
        &.-busy { display: block; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, markup=False)
        self.lines: tuple[PreparationLine, ...] = ()

    def show(self, lines: Sequence[PreparationLine]) -> None:
        """Draw `lines`, if they are not drawn already."""
        if tuple(lines) != self.lines:
            self.lines = tuple(lines)
            self.set_class(bool(lines), "-busy")
            self.update(Content("\n").join(_drawn(line) for line in lines))


def _drawn(line: PreparationLine) -> Content:
    message = visible_line(line.message)
    if line.failed:
        return Content.assemble(("✗ ", "$text-error"), (message, "$text-error"))
    if line.share is None:
        return Content.assemble(("◌ ", "$text-accent"), message)
    filled = round(max(0.0, min(1.0, line.share)) * BAR_CELLS)
    return Content.assemble(
        ("━" * filled, "$text-accent"),
        ("━" * (BAR_CELLS - filled), "$foreground 20%"),
        " ",
        message,
    )
