"""Pieces of a page to rows of the screen."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from .reply_blocks import markdown_parser
from .reply_code import CodeTheme, highlight
from .reply_fence import Piece, PieceKind
from .reply_markdown import PageMarkdown
from .reply_style import PageStyles

# The parser drops what is nested deeper than 20 levels; such a piece is shown as it is written.
_DEEPEST = 18


class PageRenderer:
    """Draws at one width (cells) and in one set of styles."""

    def __init__(self, width: int, styles: PageStyles) -> None:
        self.width = width
        self.styles = styles
        self._code_theme = CodeTheme(styles)
        self._parser = markdown_parser()
        self._console = Console(
            file=io.StringIO(),
            width=width,
            color_system="truecolor",
            force_terminal=True,
            legacy_windows=False,
            theme=styles.as_rich_theme(),
            # The workbench has its own filter for NO_COLOR.
            no_color=False,
            _environ={},
        )

    def piece(self, piece: Piece, references: Mapping[str, Any]) -> list[Strip]:
        """The rows of one piece, each as wide as the page."""
        match piece.kind:
            case PieceKind.MARKDOWN:
                return self._markdown(piece.text, references)
            case PieceKind.CODE_HEAD:
                return [self._code_row(piece.language, self.styles.code_muted)]
            case PieceKind.CODE:
                return self._code(piece)
            case PieceKind.CODE_FOOT:
                return [self._code_row("", self.styles.code)]

    def plain(self, text: str, style: Style | None = None) -> list[Strip]:
        """Wrapped text without any markup; a line that goes on keeps its indentation."""
        style = style or self.styles.base
        return [row for line in text.split("\n") for row in self._plain_line(line, style)]

    def line(self, text: str, style: Style) -> Strip:
        """One row of plain text; what is too long for it ends in an ellipsis."""
        row = Text(text)
        row.truncate(self.width, overflow="ellipsis")
        return self._strip(row.render(self._console, end=""), style)

    def _plain_line(self, line: str, style: Style) -> list[Strip]:
        words = line.lstrip(" ")
        indent = min(len(line) - len(words), self.width // 3)
        wrapped = Text(words).wrap(
            self._console, max(1, self.width - indent), tab_size=4, overflow="fold"
        )
        margin = " " * indent
        return [
            self._strip([Segment(margin), *row.render(self._console, end="")], style)
            for row in list(wrapped) or [Text("")]
        ]

    def blank(self) -> Strip:
        return Strip.blank(self.width, self.styles.base)

    def _markdown(self, text: str, references: Mapping[str, Any]) -> list[Strip]:
        tokens = self._parser.parse(text, {"references": dict(references)})
        if any(token.level > _DEEPEST for token in tokens):
            return self.plain(text)
        return _trimmed(self._rows(PageMarkdown(tokens, self._code_theme), self.styles.base))

    def _code(self, piece: Piece) -> list[Strip]:
        rows: list[Strip] = []
        for line in highlight(piece.text, piece.language, self._code_theme):
            inside = line.wrap(self._console, max(1, self.width - 2), overflow="fold")
            rows += [self._code_line(row) for row in list(inside) or [Text("")]]
        return rows

    def _code_row(self, text: str, style: Style) -> Strip:
        row = Text(text, style)
        row.truncate(max(1, self.width - 2), overflow="ellipsis")
        return self._code_line(row)

    def _code_line(self, text: Text) -> Strip:
        style = self.styles.code
        margin = [Segment(" ", style)]
        return self._strip([*margin, *text.render(self._console, end="")], style)

    def _rows(self, renderable: RenderableType, style: Style) -> list[Strip]:
        rows = self._console.render_lines(renderable, style=style, pad=True)
        return [self._strip(row, style) for row in rows]

    def _strip(self, segments: Iterable[Segment], style: Style) -> Strip:
        with_base = Segment.apply_style(segments, style)
        strip = Strip([segment for segment in with_base if segment.text])
        return strip.adjust_cell_length(self.width, style).simplify()


def _trimmed(rows: list[Strip]) -> list[Strip]:
    """Without the empty rows some elements put round themselves."""
    filled = [index for index, row in enumerate(rows) if row.text.strip()]
    return rows[filled[0] : filled[-1] + 1] if filled else []
