"""The plain parts of a page: the model's reasoning above the answer, notes below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.strip import Strip

from .plain_text import visible

if TYPE_CHECKING:
    from .reply_render import PageRenderer

Tone = Literal["info", "warning", "error"]
_MARKS: dict[Tone, str] = {"info": "· ", "warning": "! ", "error": "✗ "}


class ReasoningPart:
    """Dim plain text under a label; finished lines are wrapped once."""

    def __init__(self) -> None:
        self.rows: list[Strip] = []
        self.changes = 0
        self._pieces: list[str] = []
        self._renderer: PageRenderer | None = None
        self._taken = 0
        self._line = ""
        self._settled = 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def feed(self, text: str) -> None:
        self._pieces.append(text)

    def draw(self, renderer: PageRenderer) -> None:
        if self._renderer is not renderer:
            self._renderer, self._taken, self._line, self.rows = renderer, 0, "", []
        new = "".join(self._pieces[self._taken :])
        if not new:
            return
        self._taken = len(self._pieces)
        self.changes += 1
        self._draw_new(renderer, new)

    def _draw_new(self, renderer: PageRenderer, new: str) -> None:
        if not self.rows:
            self.rows = renderer.plain("reasoning", renderer.styles.heading)
            self._settled = len(self.rows)
            new = new.lstrip("\n")
        finished, _, self._line = (self._line + new).rpartition("\n")
        muted = renderer.styles.muted
        del self.rows[self._settled :]
        if finished:
            self.rows += renderer.plain(visible(finished), muted)
        self._settled = len(self.rows)
        if self._line:
            self.rows += renderer.plain(visible(self._line), muted)
        self.rows.append(renderer.blank())


class NotesPart:
    """Plain lines in the colour of their tone, which their first mark says too."""

    def __init__(self) -> None:
        self.rows: list[Strip] = []
        self._notes: list[tuple[str, Tone]] = []
        self._drawn_as: object = None

    def __len__(self) -> int:
        return len(self._notes)

    def add(self, text: str, tone: Tone) -> None:
        self._notes.append((text.strip("\n"), tone))

    def draw(self, renderer: PageRenderer, below_text: bool) -> None:
        wanted = (renderer, len(self._notes), below_text)
        if wanted == self._drawn_as:
            return
        self._drawn_as = wanted
        self.rows = []
        for text, tone in self._notes:
            gap = [renderer.blank()] if self.rows or below_text else []
            self.rows += [*gap, *self._note(renderer, text, tone)]

    @staticmethod
    def _note(renderer: PageRenderer, text: str, tone: Tone) -> list[Strip]:
        marked = _MARKS[tone] + visible(text).replace("\n", "\n  ")
        style = {
            "info": renderer.styles.info,
            "warning": renderer.styles.warning,
            "error": renderer.styles.error,
        }[tone]
        return renderer.plain(marked, style)
