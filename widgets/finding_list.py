"""What the checks found, and the one under the cursor in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from .list_keys import KeyedList
from .plain_text import visible, visible_line

_LOOKS = {
    "pass": ("✓", "$text-success"),
    "warn": ("!", "$text-warning"),
    "fail": ("✗", "$text-error"),
    "skip": ("·", "$foreground 60%"),
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One check's outcome; `status` is pass, warn, fail or skip."""

    status: str
    title: str
    summary: str
    sections: Sequence[tuple[str, str]] = ()
    """Headed texts for the detail: cause, cure, command, evidence."""
    layer: str = ""
    """One word, such as `network`."""


class FindingList(KeyedList):
    """A row per check: mark, word, title."""

    BINDING_GROUP_TITLE = "Findings"
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Highlighted(Message):
        """The row at `index` is under the cursor; `enter` when its detail is wanted."""

        index: int
        enter: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Findings", id=id)
        self.rows: list[FindingRow] = []

    def empty(self) -> None:
        self.rows = []
        self.clear_options()

    def add_row(self, row: FindingRow) -> None:
        """Add one row; until the reader moves, the cursor stands on the first of the worst."""
        led = self._first_of_worst()
        self.rows.append(row)
        self.add_option(Option(_line(row)))
        if self.highlighted in (None, led):
            self.highlighted = self._first_of_worst()

    def show_rows(self, rows: Sequence[FindingRow], place: int | None = None) -> None:
        """Show `rows` with the cursor at `place`, or on the first of the worst."""
        self.rows = list(rows)
        self.clear_options()
        self.add_options(Option(_line(row)) for row in rows)
        if rows:
            self.highlighted = self._first_of_worst() if place is None else place % len(rows)

    def _first_of_worst(self) -> int:
        for status in ("fail", "warn"):
            for index, row in enumerate(self.rows):
                if row.status == status:
                    return index
        return 0

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Highlighted(event.option_index, enter=False))

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Highlighted(event.option_index, enter=True))


class FindingDetail(VerticalScroll):
    """One finding in full; scrolls by itself."""

    DEFAULT_CSS = """
    FindingDetail {
        border: round $primary 25%;
        border-title-color: $text-muted;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        background: $background;
        &:focus { border: round $primary; border-title-color: $text-primary; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = "Detail"
        self.page = Static("", markup=False)

    def compose(self) -> list[Static]:
        return [self.page]

    def show(self, row: FindingRow | None) -> None:
        self.page.update(Content("") if row is None else _page(row))
        self.scroll_home(animate=False)


def _line(row: FindingRow) -> Content:
    mark, style = _LOOKS.get(row.status, ("?", ""))
    layer = (f"{visible_line(row.layer):<12}", "$foreground 60%") if row.layer else ""
    return Content.assemble((f"{mark} {row.status:<5}", style), layer, visible_line(row.title))


def _page(row: FindingRow) -> Content:
    mark, style = _LOOKS.get(row.status, ("?", ""))
    parts = [
        Content.assemble((f"{mark} {visible_line(row.title)}", f"bold {style}")),
        Content(visible(row.summary)),
    ]
    for heading, text in row.sections:
        parts.append(Content.assemble("\n", (visible_line(heading), "bold $foreground 60%")))
        parts.append(Content(visible(text)))
    return Content("\n").join(parts)
