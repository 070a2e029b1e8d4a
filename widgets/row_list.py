"""A list that makes a row only when it draws it: any number of rows costs what is seen of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.events import Click, Leave, MouseMove, Resize, Show
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from .list_keys import CHOOSE_KEY, LIST_FRAME, LIST_KEYS

Row = TypeVar("Row")

_KEPT_LINES = 512


@dataclass(frozen=True, slots=True)
class _Drawn(Generic[Row]):
    """A line as it was drawn last, and from what: it is drawn again where that has changed."""

    row: Row
    style: Style
    width: int
    strip: Strip


class RowList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """One line a row; a subclass says how a row looks and what its choice means."""

    ALLOW_SELECT = False
    BINDING_GROUP_TITLE = "Lists"
    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS, CHOOSE_KEY]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--row",
        "row-list--highlighted",
        "row-list--hover",
    }
    DEFAULT_CSS = (
        """
    RowList {
        height: auto;
        max-height: 100%;
        color: $foreground;
        overflow-x: hidden;
        border-subtitle-color: $text-muted;
        """
        + LIST_FRAME
        + """
        &:focus { background-tint: $foreground 5%; }
        & > .row-list--hover { background: $block-hover-background; }
        & > .row-list--highlighted {
            color: $foreground;
            background: $boost;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .row-list--highlighted {
            color: $block-cursor-foreground;
            background: $primary 30%;
            text-style: bold;
        }
    }
    """
    )

    highlighted: reactive[int | None] = reactive(None, repaint=False)
    """The index of the row under the cursor."""
    _hovered: reactive[int | None] = reactive(None, repaint=False)

    def __init__(self, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.border_title = title
        self._rows: Sequence[Row] = ()
        self._drawn: LRUCache[int, _Drawn[Row]] = LRUCache(_KEPT_LINES)

    def draw(self, row: Row) -> Content:
        """What stands in a row's line; what is too long for it is cut."""
        raise NotImplementedError

    def moved(self, index: int) -> None:
        """The reader has moved to the row at `index`."""

    def chosen(self, index: int) -> None:
        """The reader takes the row at `index`."""

    def show_rows(self, rows: Sequence[Row], selected: int | None) -> None:
        """Show `rows` and stand on `selected`; call it again whenever any of them has changed.

        No row is asked for but those in view, so that `rows` may make each on demand.
        """
        fewer = len(rows) < len(self._rows)
        self._rows = rows
        self._take_size()
        before, self.highlighted = self.highlighted, selected
        if fewer and before == self.highlighted:
            self._scroll_to_highlighted()
        self.refresh()

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def line(self, index: int) -> str:
        """The text of a row, as it is drawn where there is room for it."""
        return self.draw(self._rows[index]).plain

    def render_line(self, y: int) -> Strip:
        index, width = self.scroll_offset.y + y, self.scrollable_content_region.width
        if index >= len(self._rows):
            return Strip.blank(width, self.get_visual_style("row-list--row").rich_style)
        style = self.get_visual_style(*self._classes_of(index))
        row, drawn = self._rows[index], self._drawn.get(index)
        if drawn is None or (drawn.row, drawn.style, drawn.width) != (row, style, width):
            drawn = self._drawn[index] = _Drawn(row, style, width, self._strip(row, style, width))
        return drawn.strip

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()
        self.refresh()

    def _classes_of(self, index: int) -> list[str]:
        if index == self.highlighted:
            return ["row-list--row", "row-list--highlighted"]
        return ["row-list--row", "row-list--hover"] if index == self._hovered else ["row-list--row"]

    def _strip(self, row: Row, style: Style, width: int) -> Strip:
        strips = Visual.to_strips(self, self.draw(row), width, 1, style)
        return strips[0].extend_cell_length(width, style.rich_style)

    # Where the reader is

    def validate_highlighted(self, index: int | None) -> int | None:
        if index is None or not self._rows:
            return None
        return min(max(index, 0), len(self._rows) - 1)

    def watch_highlighted(self, before: int | None, now: int | None) -> None:
        self._draw_again(before, now)
        self._scroll_to_highlighted()

    def watch__hovered(self, before: int | None, now: int | None) -> None:
        self._draw_again(before, now)

    def action_cursor_down(self) -> None:
        self._go(0 if self.highlighted is None else self.highlighted + 1, around=True)

    def action_cursor_up(self) -> None:
        self._go(-1 if self.highlighted is None else self.highlighted - 1, around=True)

    def action_first(self) -> None:
        self._go(0)

    def action_last(self) -> None:
        self._go(len(self._rows) - 1)

    def action_page_down(self) -> None:
        if self.highlighted is None:
            self.action_last()
        else:
            self._go(self.highlighted + self.scrollable_content_region.height)

    def action_page_up(self) -> None:
        if self.highlighted is None:
            self.action_first()
        else:
            self._go(self.highlighted - self.scrollable_content_region.height)

    def action_select(self) -> None:
        if self.highlighted is not None:
            self.chosen(self.highlighted)

    def _go(self, index: int, *, around: bool = False) -> None:
        """Move to a row; one beyond the ends is the one at the end, or at the other end."""
        place = index % len(self._rows) if around and self._rows else index
        there = self.validate_highlighted(place)
        if there is not None and there != self.highlighted:
            self.highlighted = there
            self.moved(there)

    def _scroll_to_highlighted(self) -> None:
        if self.highlighted is not None and self.is_mounted:
            line = Region(0, self.highlighted, self.scrollable_content_region.width, 1)
            self.scroll_to_region(line, force=True, animate=False, immediate=True)

    def _draw_again(self, *indices: int | None) -> None:
        for index in indices:
            if index is not None:
                self.refresh_line(index)

    @on(Show)
    def _shown(self) -> None:
        self._scroll_to_highlighted()

    @on(Resize)
    def _take_size(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))

    # The mouse

    @on(Click)
    def _clicked(self, event: Click) -> None:
        index = self._row_at(event)
        if index is not None:
            self._go(index)
            self.action_select()

    @on(MouseMove)
    def _pointed(self, event: MouseMove) -> None:
        self._hovered = self._row_at(event)

    @on(Leave)
    def _pointed_elsewhere(self) -> None:
        self._hovered = None

    def _row_at(self, event: Click | MouseMove) -> int | None:
        offset = event.get_content_offset(self)
        index = None if offset is None else self.scroll_offset.y + offset.y
        return index if index is not None and index < len(self._rows) else None
