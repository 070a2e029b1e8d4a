"""What can be talked to: runners, their engines and models, gateways and their aliases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from .list_keys import KeyedList
from .plain_text import visible_line


@dataclass(frozen=True, slots=True)
class PickerRow:
    """One row. A row with a `choice` can be taken; one without is a heading."""

    text: str
    depth: int = 0
    mark: str = ""
    detail: str = ""
    """A quiet word after the text: a state, or a host."""
    choice: str = ""


class RunnerPicker(KeyedList):
    """A flat tree of what was found. Headings are passed over by the cursor."""

    BINDING_GROUP_TITLE = "Runners"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "a",
            "add",
            "Add as lane",
            id="picker.add",
            tooltip="Open this model in a new lane",
        ),
        Binding(
            "r",
            "search_again",
            "Search again",
            id="picker.search",
            tooltip="Look for runners and gateways again",
            show=False,
        ),
    ]

    @dataclass
    class Chosen(Message):
        """The row `choice` was taken: for the focused lane, or as a new one when `add`."""

        choice: str
        add: bool

    class SearchAgain(Message):
        """The user asked for another search."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Runners", id=id)
        self._shown: tuple[PickerRow, ...] = ()

    def show_rows(self, rows: Sequence[PickerRow]) -> None:
        """Show `rows`; the cursor stays on the choice it stood on."""
        if tuple(rows) == self._shown:
            return
        standing = self._choice()
        self._shown = tuple(rows)
        self.clear_options()
        self.add_options(map(_Row, rows))
        choices = [row.choice for row in rows]
        if standing in choices:
            self.highlighted = choices.index(standing)

    def action_add(self) -> None:
        if choice := self._choice():
            self.post_message(self.Chosen(choice, add=True))

    def action_search_again(self) -> None:
        self.post_message(self.SearchAgain())

    def _choice(self) -> str:
        return "" if self.highlighted is None else self._shown[self.highlighted].choice

    @on(OptionList.OptionSelected)
    def _taken(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        # By now other rows may be shown.
        if isinstance(event.option, _Row):
            self.post_message(self.Chosen(event.option.choice, add=False))


class _Row(Option):
    def __init__(self, row: PickerRow) -> None:
        super().__init__(_line(row), disabled=not row.choice)
        self.choice = row.choice


def _line(row: PickerRow) -> Content:
    heading = not row.choice and row.depth == 0
    return Content.assemble(
        "  " * row.depth,
        (f"{row.mark} ", "$text-accent") if row.mark else "",
        (visible_line(row.text), "bold $text-primary" if heading else ""),
        (f"  {visible_line(row.detail)}", "$foreground 60%") if row.detail else "",
    )
