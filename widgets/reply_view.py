"""One reply as a page that is written while it is read."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, ClassVar, cast

from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from .frame_clock import Clock, FrameClock
from .reply_colours import PAGE_CLASSES, PAGE_CSS, page_styles
from .reply_marks import marked_span

if TYPE_CHECKING:
    from textual.reactive import Reactive

    from .reply_page import Place, ReplyPage
    from .reply_parts import Tone
    from .reply_style import PageStyles

_FRAME_BUDGET = 0.008
_FINISH_BUDGET = 0.05


class ReplyView(ScrollView, can_focus=True):
    """A scrolling page of Markdown. Give it text by `feed` as it comes, then `finish`.

    Views on one screen share a clock, so that they do not paint more often together than alone.
    """

    ALLOW_SELECT = True
    COMPONENT_CLASSES: ClassVar[set[str]] = PAGE_CLASSES
    DEFAULT_CSS = (
        """
    ReplyView {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """
        + PAGE_CSS
    )

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._frame_clock = clock or FrameClock()
        self._follows_tail = True
        self._page = _new_page()
        self._page_format: tuple[int, PageStyles] | None = None
        # Dear to ask for, so only once after each change of a theme or a class.
        self._page_styles: PageStyles | None = None

    @property
    def source(self) -> str:
        """The answer's Markdown, as it was fed."""
        return self._page.source

    @property
    def reasoning(self) -> str:
        """The model's reasoning, as it was fed."""
        return self._page.reasoning

    @property
    def following(self) -> bool:
        """Whether the view keeps to the end of the text."""
        return self._follows_tail

    @property
    def settled(self) -> bool:
        """Whether everything that was fed is drawn."""
        drawn = self._page_format is not None and self._page.settled
        return drawn or self._page.blank

    def begin(self) -> None:
        """Empty the page for a new reply and follow it."""
        self._page = _new_page()
        self._page_format = None
        self._follows_tail = True
        self._draw_page(_FRAME_BUDGET)
        # The rows of the page before are no rows of this one, and yet they are on the screen.
        self.refresh()

    def feed(self, text: str) -> None:
        """Add a piece of the answer. Cheap: it is drawn at the next frame."""
        self._page.feed(text)
        self._ask_for_frame()

    def feed_reasoning(self, text: str) -> None:
        """Add a piece of the model's reasoning, shown apart above the answer."""
        self._page.feed_reasoning(text)
        self._ask_for_frame()

    def reasoned(self, seconds: float | None) -> None:
        """Say how long the model reasoned, where that is known."""
        self._page.reasoned(seconds)

    def feed_call(self, index: int, name: str, arguments: str) -> None:
        """Add a piece of the tool call `index`: its name once, its arguments in parts."""
        self._page.feed_call(index, name, arguments)
        self._ask_for_frame()

    def note(self, text: str, tone: Tone = "info") -> None:
        """Add plain lines below the text, such as a failure report."""
        self._page.note(text, tone)
        self._ask_for_frame()

    def finish(self) -> None:
        """Settle the page: the answer is complete. A long rest is drawn in later frames."""
        self._page.finish()
        self._draw_page(_FINISH_BUDGET)

    def show(self, source: str) -> None:
        """Replace the page with a finished reply, shown from its beginning."""
        self.begin()
        self._follows_tail = False
        self._page.feed(source)
        self.finish()

    def clear(self) -> None:
        """Empty the page."""
        self.begin()

    def on_mount(self) -> None:
        self._ask_for_frame()

    def on_unmount(self) -> None:
        self._frame_clock.cancel(self._on_frame)

    def on_resize(self, event: Resize) -> None:
        del event
        self._draw_page(_FINISH_BUDGET)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._page_styles = None
        self._ask_for_frame()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._follows_tail = round(new_value) >= self.max_scroll_y

    def action_scroll_end(self) -> None:
        self._follows_tail = True
        self._keep_to_tail()

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        width = self.scrollable_content_region.width
        strip = self._page.row(row)
        if strip is None:
            return Strip.blank(width, self.rich_style)
        if strip.cell_length != width:
            strip = strip.adjust_cell_length(width, self.rich_style)
        strip = self._marked(row, strip)
        selection = self.text_selection
        if selection is not None and (span := selection.get_span(row)) is not None:
            style = self.screen.get_component_rich_style("screen--selection")
            strip = marked_span(strip, span, style)
        return strip.apply_offsets(0, row)

    def _marked(self, row: int, strip: Strip) -> Strip:
        """Where a page that is read lays its marks over a row."""
        del row
        return strip

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        rows = (strip.text.rstrip() for strip in self._page)
        return selection.extract("\n".join(rows)), "\n"

    def _ask_for_frame(self) -> None:
        if self.is_attached and self.is_running:
            self._frame_clock.request(self._on_frame)

    def _on_frame(self) -> None:
        # Through the message queue, so that a fault is handled as the widget's own.
        self.call_later(self._draw_page, _FRAME_BUDGET)

    def _draw_page(self, seconds: float) -> None:
        if not (self.is_attached and self.scrollable_content_region.width):
            return
        started = perf_counter()
        place = self._page.place_of(self.scroll_offset.y)
        if not self._follows_tail:
            self._page.hold(place)
        before = self._page.upheavals
        open_row, rows = self._page.open_row, len(self._page)
        restyled = self._restyle_page()
        if not (self._page.blank or self._page.draw(seconds)):
            self._ask_for_frame()
        moved = restyled or self._page.upheavals != before
        self._take_height()
        self._keep_place(place, moved)
        first = 0 if moved else open_row
        self.refresh_lines(first, max(rows, len(self._page)) - first)
        self._page_drawn()
        self._frame_clock.spent(perf_counter() - started)

    def _page_drawn(self) -> None:
        """Where a page that is read finds out how its marks stand."""

    def _restyle_page(self) -> bool:
        # Rich's Markdown and Pygments are dear to import: an empty page does without.
        if self._page.blank:
            return False
        self._page_styles = self._page_styles or page_styles(self)
        wanted = (self.scrollable_content_region.width, self._page_styles)
        if wanted == self._page_format:
            return False
        from .reply_render import PageRenderer

        self._page_format = wanted
        self._page.restyle(PageRenderer(*wanted), near=self.scroll_offset.y)
        return True

    def _take_height(self) -> None:
        size = Size(self.scrollable_content_region.width, len(self._page))
        # As a reactive this would lay out the whole screen at every frame.
        self.set_reactive(cast("Reactive[Size]", Widget.virtual_size), size)
        if self.show_vertical_scrollbar:
            self.vertical_scrollbar.window_virtual_size = size.height

    def _keep_place(self, place: Place, moved: bool) -> None:
        if self._follows_tail:
            self._keep_to_tail()
        elif moved:
            row = min(self._page.row_of(place), self.max_scroll_y)
            self.scroll_to(y=row, animate=False, force=True, immediate=True)

    def _keep_to_tail(self) -> None:
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True, immediate=True)


def _new_page() -> ReplyPage:
    from .reply_page import ReplyPage

    return ReplyPage()
