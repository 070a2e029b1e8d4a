"""Markdown tokens drawn with Rich, in the styles of a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import (
    BlockQuote,
    CodeBlock,
    Heading,
    HorizontalRule,
    ListElement,
    ListItem,
    Markdown,
    MarkdownElement,
)
from rich.rule import Rule
from rich.segment import Segment

from .plain_text import visible_line
from .reply_code import CodeTheme, highlight
from .reply_marks import QUOTE_BAR


class LeftHeading(Heading):
    """A heading where the text begins, not in the middle."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.text


class Code(CodeBlock):
    """Code within a list or a quotation; a fence at the top level is drawn in slices."""

    def __init__(self, lexer_name: str, theme: CodeTheme) -> None:
        super().__init__(lexer_name, "")
        self._page_theme = theme

    @classmethod
    def create(cls, markdown: Markdown, token: Token) -> Code:
        assert isinstance(markdown, PageMarkdown)
        language = (token.info.split() or [""])[0]
        return cls(language, markdown.page_theme)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        style = self._page_theme.get_background_style()
        for line in highlight(str(self.text).rstrip("\n"), self.lexer_name, self._page_theme):
            for row in console.render_lines(line, options, style=style):
                yield from row
                yield Segment.line()


class Quote(BlockQuote):
    """A quotation behind a bar, at any depth and width."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inner = options.update(width=max(1, options.max_width - 2))
        for row in console.render_lines(self.elements, inner, style=self.style):
            yield Segment(f"{QUOTE_BAR} ", self.style)
            yield from row
            yield Segment.line()


class Item(ListItem):
    """A list item behind its bullet or number, at any depth and width."""

    def render_bullet(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self._behind(" • ", "markdown.item.bullet", console, options)

    def render_number(
        self, console: Console, options: ConsoleOptions, number: int, last_number: int
    ) -> RenderResult:
        label = f"{number}".rjust(len(str(last_number)) + 1) + " "
        yield from self._behind(label, "markdown.item.number", console, options)

    def _behind(
        self, label: str, style_name: str, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        style = console.get_style(style_name)
        inner = options.update(width=max(1, options.max_width - len(label)))
        rows = console.render_lines(self.elements, inner, style=self.style)
        for row in rows or [[]]:
            yield Segment(label, style)
            yield from row
            yield Segment.line()
            label = " " * len(label)


class Line(HorizontalRule):
    """A thematic break."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Rule(style=console.get_style("markdown.hr"), characters="─")


class PageMarkdown(Markdown):
    """Rich's Markdown over tokens that were parsed elsewhere."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "heading_open": LeftHeading,
        "fence": Code,
        "code_block": Code,
        "blockquote_open": Quote,
        "list_item_open": Item,
        "bullet_list_open": ListElement,
        "hr": Line,
    }

    def __init__(self, tokens: list[Token], theme: CodeTheme) -> None:
        self.page_theme = theme
        self.parsed = prepared(tokens)
        self.markup = ""
        self.justify = "left"
        self.style = "none"
        # An address is shown as text: a link escape could hide where it leads.
        self.hyperlinks = False
        self.inline_code_lexer = None
        self.inline_code_theme = self.code_theme = ""


def prepared(tokens: Iterable[Token]) -> list[Token]:
    """Tokens whose text is safe to draw, with images and bare addresses as text."""
    return [_prepared_block(token) for token in tokens]


def _prepared_block(token: Token) -> Token:
    if token.type in ("fence", "code_block"):
        token.info = visible_line(token.info)
    if token.children:
        token.children = _prepared_inline(token.children)
    return token


def _prepared_inline(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    for index, token in enumerate(tokens):
        if token.type == "image":
            token = _text(f"[image: {token.content or 'no title'}] ({token.attrs.get('src', '')})")
        elif token.type == "link_open":
            if _shows_its_address(tokens, index):
                continue
            token.attrs["href"] = visible_line(str(token.attrs.get("href", "")))
        elif token.type == "link_close" and _closes_bare_address(tokens, index):
            continue
        token.content = visible_line(token.content) if token.content else token.content
        result.append(token)
    return result


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _shows_its_address(tokens: list[Token], index: int) -> bool:
    following = tokens[index + 1 : index + 3]
    if len(following) < 2 or following[1].type != "link_close":
        return False
    shown, address = following[0].content, tokens[index].attrs.get("href")
    return address in (shown, f"mailto:{shown}")


def _closes_bare_address(tokens: list[Token], index: int) -> bool:
    return (
        index >= 2
        and tokens[index - 2].type == "link_open"
        and _shows_its_address(tokens, index - 2)
    )
