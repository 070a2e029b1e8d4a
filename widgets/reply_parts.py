"""The plain parts of a page below the answer: tool calls, and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from textual.strip import Strip

from .plain_text import visible, visible_line

if TYPE_CHECKING:
    from .reply_render import PageRenderer

Tone = Literal["info", "warning", "error"]
_MARKS: dict[Tone, str] = {"info": "· ", "warning": "! ", "error": "✗ "}


@dataclass(slots=True)
class _Call:
    name: str = ""
    pieces: list[str] = field(default_factory=list[str])
    rows: list[Strip] = field(default_factory=list[Strip])
    drawn_as: object = None


class CallsPart:
    """The tools that the model asks for: a name, and below it the arguments as they were sent."""

    def __init__(self) -> None:
        self.rows: list[Strip] = []
        self._calls: dict[int, _Call] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def feed(self, index: int, name: str, arguments: str) -> None:
        """A piece of the call `index`: the name comes once, the arguments in parts."""
        call = self._calls.setdefault(index, _Call())
        call.name = call.name or name
        call.pieces.append(arguments)

    def draw(self, renderer: PageRenderer, below_text: bool) -> None:
        self.rows = []
        for _, call in sorted(self._calls.items()):
            gap = [renderer.blank()] if self.rows or below_text else []
            wanted = (renderer, len(call.pieces))
            if call.drawn_as != wanted:
                call.drawn_as, call.rows = wanted, _call_rows(renderer, call)
            self.rows += [*gap, *call.rows]


def _call_rows(renderer: PageRenderer, call: _Call) -> list[Strip]:
    label = renderer.line(f"→ Tool call · {visible_line(call.name)}", renderer.styles.heading)
    arguments = visible("".join(call.pieces))
    return [label, *(renderer.plain("  " + arguments.replace("\n", "\n  ")) if arguments else [])]


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
