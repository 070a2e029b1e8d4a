"""The sixth view: comparisons that were kept; what is on show can be held against one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ....widgets.hint_line import HintLine
from ....widgets.list_keys import KeyedList
from ....widgets.plain_text import visible_line
from ....widgets.scroll_page import ScrollPage, quiet
from ....widgets.sections import Section, SectionLine, Sections
from ...core.comparison.run import Asking
from .result import Result

if TYPE_CHECKING:
    from ...core.comparison.files import SavedRecord

_COMPARE_TIP = "Hold what is on show against this record"
_HINTS = (("⏎", "open"), ("c", "compare"), ("d", "delete"))
_NOTHING = "None is kept here yet; a finished one is kept by itself."
_UNKEPT = "Nothing is kept: there is no folder for it."


class RecordsPane(Vertical):
    """Lists files; what is to be done with one goes up as a message."""

    BINDING_GROUP_TITLE = "Records"
    BINDINGS: ClassVar[list[BindingType]] = [
        quiet("c", "compare", "Against it", "records.compare", _COMPARE_TIP),
        quiet("d,delete", "delete", "Delete", "records.delete", "Delete this record's file"),
    ]
    DEFAULT_CSS = """
    RecordsPane > KeyedList { height: 1fr; border: none; padding: 0 1; }
    RecordsPane > KeyedList:focus { border: none; }
    RecordsPane > #record-folder { padding: 0 1; }
    RecordsPane > ScrollPage { height: auto; max-height: 60%; }
    """

    @dataclass
    class Chosen(Message):
        """What is wanted of a file: `open`, `compare` or `delete`."""

        file: Path
        wish: str

    def __init__(self) -> None:
        super().__init__(id="records")
        self.where = HintLine(_HINTS, id="record-folder")
        self.list = KeyedList("", id="record-list")
        self.history = Sections(id="record-history")
        self.saved: Sequence[SavedRecord] = ()

    def compose(self) -> ComposeResult:
        yield self.where
        yield self.list
        yield ScrollPage(self.history)

    def show(self, _result: Result, _asking: Asking | None) -> None:
        """Nothing of it hangs on the result."""

    def show_saved(self, folder: Path | None, saved: "Sequence[SavedRecord]") -> None:
        """List the files of a folder; the cursor stays at its place."""
        self.saved = saved
        self.where.show(_UNKEPT if folder is None else f"{folder}")
        before = self.list.highlighted or 0
        self.list.clear_options()
        self.list.add_options([Option(_line(one)) for one in saved])
        self.list.highlighted = min(before, len(saved) - 1) if saved else None
        self.history.show([] if saved else [Section(lines=[SectionLine(_NOTHING)])])

    def show_history(self, title: str, lines: Sequence[str]) -> None:
        self.history.show([Section(title, [SectionLine(line) for line in lines])])

    @on(OptionList.OptionSelected)
    def _opened(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._wish("open")

    def action_compare(self) -> None:
        self._wish("compare")

    def action_delete(self) -> None:
        self._wish("delete")

    def _wish(self, wish: str) -> None:
        place = self.list.highlighted
        if place is not None and place < len(self.saved):
            self.post_message(self.Chosen(self.saved[place].path, wish))


def _line(saved: "SavedRecord") -> Content:
    name = visible_line(saved.path.name)
    if saved.problem:
        return Content.assemble(("✗ ", "$text-error"), name, (f"  {saved.problem}", "$text-error"))
    lanes = visible_line(" | ".join(saved.lanes))
    when = visible_line(saved.started_at[:16].replace("T", " "))
    what = f"  {saved.mode:<8} {saved.rounds:>3} rounds  "
    return Content.assemble((when, "bold"), what, lanes, (f"  {name}", "$foreground 60%"))
