"""The model's reasoning above the answer: open while it comes, one line once the answer begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.strip import Strip

from .plain_text import visible

if TYPE_CHECKING:
    from .reply_render import PageRenderer


class ReasoningPart:
    """Dim plain text under a label; finished lines are wrapped once.

    `answered` says that the answer has begun, `seconds` how long the model reasoned.
    """

    def __init__(self) -> None:
        self.rows: list[Strip] = []
        self.changes = 0
        self.answered = False
        self.seconds: float | None = None
        self._choice: bool | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._renderer: PageRenderer | None = None
        self._drawn_as: tuple[bool, int, float | None] | None = None
        self._taken = 0
        self._line = ""
        self._body: list[Strip] = []
        self._settled = 0

    def __bool__(self) -> bool:
        return self._length > 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def folded(self) -> bool:
        """What the reader chose, and else folded once the answer has begun."""
        return self.answered if self._choice is None else self._choice

    def feed(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def fold(self, folded: bool) -> None:
        self._choice = folded

    def hold(self) -> None:
        """Somebody reads it: what is drawn open does not fold by itself any more."""
        if self._choice is None and self._drawn_as and not self._drawn_as[0]:
            self._choice = False

    def draw(self, renderer: PageRenderer) -> None:
        if self._renderer is not renderer:
            self._renderer, self._drawn_as = renderer, None
            self._taken, self._line, self._body, self._settled = 0, "", [], 0
        wanted = (self.folded, len(self._pieces), self.seconds)
        if not self or wanted == self._drawn_as:
            return
        self._drawn_as = wanted
        self.changes += 1
        style = renderer.styles.heading
        if self.folded:
            self.rows = [renderer.line(self._summary(), style), renderer.blank()]
        else:
            self._draw_new(renderer)
            self.rows = [renderer.line("▾ Reasoning", style), *self._body, renderer.blank()]

    def _summary(self) -> str:
        time = "" if self.seconds is None else f" · {self.seconds:.1f} s"
        return f"▸ Reasoning · {self._length:,} characters{time}"

    def _draw_new(self, renderer: PageRenderer) -> None:
        new = "".join(self._pieces[self._taken :])
        self._taken = len(self._pieces)
        if not (self._body or self._line):
            new = new.lstrip("\n")
        finished, _, self._line = (self._line + new).rpartition("\n")
        muted = renderer.styles.muted
        del self._body[self._settled :]
        if finished:
            self._body += renderer.plain(visible(finished), muted)
        self._settled = len(self._body)
        if self._line:
            self._body += renderer.plain(visible(self._line), muted)
