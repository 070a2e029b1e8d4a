"""The sessions that were kept: two lines each, the second with what a search found."""

from __future__ import annotations

from collections.abc import Sequence
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
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session by its id; `facts` are its lanes, turns, age and tags, already in words.

    `marks` are begin and end of each hit in `excerpt`, in characters.
    """

    id: str
    title: str
    facts: str
    pinned: bool = False
    excerpt: str = ""
    marks: Sequence[tuple[int, int]] = ()


class SessionList(KeyedList):
    """The cursor stays on its session while rows come and go around it."""

    BINDING_GROUP_TITLE = "Sessions"
    BINDINGS: ClassVar[list[BindingType]] = []

    @dataclass
    class Opened(Message):
        """The session under the cursor is wanted."""

        id: str

    @dataclass
    class EndReached(Message):
        """The cursor stands on the last row: more may be wanted."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Sessions", id=id)
        self.lines: tuple[SessionLine, ...] = ()

    @property
    def current(self) -> str:
        """The id of the session under the cursor; empty where there is none."""
        place = self.highlighted
        return self.lines[place].id if place is not None and place < len(self.lines) else ""

    def show_lines(self, lines: Sequence[SessionLine]) -> None:
        before, place = self.current, self.highlighted or 0
        self.lines = tuple(lines)
        self.set_options(Option(_drawn(line)) for line in lines)
        places = {line.id: index for index, line in enumerate(lines)}
        if lines:
            self.highlighted = places.get(before, min(place, len(lines) - 1))

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if self.has_focus and event.option_index == len(self.lines) - 1:
            self.post_message(self.EndReached())

    @on(OptionList.OptionSelected)
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Opened(self.lines[event.option_index].id))


def _drawn(line: SessionLine) -> Content:
    below = _marked(line) if line.excerpt else Content.styled(visible_line(line.facts), _QUIET)
    head = Content.assemble(
        ("★ " if line.pinned else "  ", "$text-accent"),
        (visible_line(line.title)[:_LONGEST], "bold"),
    )
    more = Content.styled("  " + visible_line(line.facts), _QUIET) if line.excerpt else Content("")
    return Content.assemble(head, more, "\n  ", below)


def _marked(line: SessionLine) -> Content:
    """Piece by piece, since what makes a text harmless may change its length."""
    pieces, done = list[Content](), 0
    for begin, end in line.marks:
        pieces.append(Content.styled(visible_line(line.excerpt[done:begin]), _QUIET))
        pieces.append(Content.styled(visible_line(line.excerpt[begin:end]), "$text-accent bold"))
        done = end
    pieces.append(Content.styled(visible_line(line.excerpt[done:]), _QUIET))
    return Content("").join(pieces)
