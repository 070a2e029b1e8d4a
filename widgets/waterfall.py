"""Where the time of one request went: a bar for each of its phases, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from .drawing import Drawing
from .plain_text import visible_line

_FULL = "█"
_PARTS = "▏▎▍▌▋▊▉"
_GAP = 2
_QUIET = "$foreground 60%"


@dataclass(frozen=True, slots=True)
class Span:
    """One phase; `begin` and `end` are milliseconds on one clock, `note` stands behind."""

    name: str
    begin: float
    end: float
    colour: str
    note: str = ""

    @property
    def length(self) -> float:
        return self.end - self.begin


class Waterfall(Drawing):
    """Bars on a shared scale, from the first begin to the last end."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.spans: tuple[Span, ...] = ()

    def show(self, spans: Sequence[Span]) -> None:
        if tuple(spans) != self.spans:
            self.spans = tuple(spans)
            self.redraw()

    def picture(self, width: int) -> list[Content]:
        if not self.spans:
            return []
        names = max(Content(visible_line(span.name)).cell_length for span in self.spans)
        times = max(len(_time(span)) for span in self.spans)
        cells = max(8, width - names - times - 2 * _GAP)
        begin = min(span.begin for span in self.spans)
        scale = (max(span.end for span in self.spans) - begin) or 1.0
        lines: list[Content] = []
        for span in self.spans:
            name = Content(visible_line(span.name))
            head = name.pad_right(names - name.cell_length + _GAP)
            drawn = bar((span.begin - begin) / scale, (span.end - begin) / scale, cells)
            time = f"{_time(span):>{times}}{' ' * _GAP}"
            lines.append(Content.assemble(head, (time, "bold"), (drawn, span.colour)))
            if span.note:
                lines += _noted(span.note, width)
        return [line.truncate(width, ellipsis=True) for line in lines]


def bar(begin: float, end: float, cells: int) -> str:
    """A bar between two shares of `cells`; the end is drawn to an eighth, and never nothing."""
    first = min(cells - 1, int(begin * cells))
    eighths = max(1, round((end * cells - first) * 8))
    full, rest = divmod(min(eighths, (cells - first) * 8), 8)
    return " " * first + _FULL * full + (_PARTS[rest - 1] if rest else "")


def _noted(note: str, width: int) -> list[Content]:
    told = Content.styled(visible_line(note), _QUIET).wrap(max(1, width - _GAP))
    return [Content.assemble(" " * _GAP, line) for line in told]


def _time(span: Span) -> str:
    return f"{span.length:.1f} ms"
