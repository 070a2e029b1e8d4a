"""The checks of a diagnosis, grouped, each with its outcome as soon as there is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from .list_keys import KeyedList
from .plain_text import visible_line

_QUIET = "$foreground 60%"
LOOKS = {
    "wait": ("·", "$foreground 45%"),
    "run": ("◌", "$text-accent"),
    "pass": ("✓", "$text-success"),
    "warn": ("!", "$text-warning"),
    "fail": ("✗", "$text-error"),
    "skip": ("-", _QUIET),
}
"""Mark and style of each status."""
_LAYER_CELLS = 12


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One check by its name; `status` is wait, run, pass, warn, fail or skip."""

    name: str
    status: str
    title: str
    group: str = ""
    """The heading that it stands under; rows of a group stand together."""
    layer: str = ""
    """One word, such as `network`; told once where several rows have it."""


class FindingList(KeyedList):
    """Until the reader moves, the cursor stands on the first of the worst."""

    BINDING_GROUP_TITLE = "Findings"
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Highlighted(Message):
        """The check of this name is under the cursor; `enter` when its detail is wanted."""

        name: str
        enter: bool

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Checks", id=id)
        self.rows: tuple[FindingRow, ...] = ()
        self._led: str | None = None

    @property
    def current(self) -> str:
        """The name of the check under the cursor; empty where there is none."""
        option = self.highlighted_option
        return (option.id or "") if option is not None else ""

    def lead(self, wanted: bool = True) -> None:
        """Have the cursor go to the first of the worst again, or stay where it is."""
        self._led = self.current if wanted else None

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        """Show `rows`; where they are the same checks, only what changed is drawn again."""
        leads = self.current in ("", self._led)
        if [row.name for row in rows] == [row.name for row in self.rows]:
            self._change(rows)
        else:
            self._build(rows)
        self.rows = tuple(rows)
        if leads and rows:
            self._led = self._first_of_worst()
            self._stand_on(self._led)

    def on_resize(self) -> None:
        self.scroll_to_highlight()

    def _change(self, rows: Sequence[FindingRow]) -> None:
        for old, row, line in zip(self.rows, rows, _lines(rows), strict=True):
            if row != old:
                self.replace_option_prompt(row.name, line)

    def _build(self, rows: Sequence[FindingRow]) -> None:
        stood = self.current
        self.clear_options()
        group = ""
        for row, line in zip(rows, _lines(rows), strict=True):
            if row.group != group:
                group = row.group
                self.add_option(Option(_heading(group), disabled=True))
            self.add_option(Option(line, id=row.name))
        if stood in [row.name for row in rows]:
            self._stand_on(stood)
        elif rows:
            self._stand_on(self._first_of_worst(rows))

    def _stand_on(self, name: str) -> None:
        self.highlighted = self.get_option_index(name)

    def _first_of_worst(self, rows: Sequence[FindingRow] = ()) -> str:
        told = rows or self.rows
        for status in ("fail", "warn"):
            for row in told:
                if row.status == status:
                    return row.name
        return self.current or told[0].name

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.post_message(self.Highlighted(event.option_id or "", enter=False))

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Highlighted(event.option_id or "", enter=True))


def _lines(rows: Iterable[FindingRow]) -> list[Content]:
    """A row whose layer is that of the row above leaves it out."""
    lines: list[Content] = []
    above = ("", "")
    for row in rows:
        layer = "" if above == (row.group, row.layer) else row.layer
        above = (row.group, row.layer)
        mark, style = LOOKS.get(row.status, ("?", ""))
        lines.append(
            Content.assemble(
                (f"{mark} {row.status:<5}", style),
                (f"{visible_line(layer):<{_LAYER_CELLS}}", _QUIET),
                visible_line(row.title),
            )
        )
    return lines


def _heading(group: str) -> Content:
    return Content.styled(visible_line(group), "bold $text-primary")
