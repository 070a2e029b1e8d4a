"""The colours of a page, taken from the theme."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from rich.theme import Theme


@dataclass(frozen=True, slots=True)
class PageStyles:
    """Styles of what a page can hold, each with its background."""

    base: Style
    muted: Style
    heading: Style
    link: Style
    quote: Style
    code: Style
    code_inline: Style
    code_muted: Style
    keyword: Style
    name: Style
    string: Style
    number: Style
    info: Style
    warning: Style
    error: Style

    def as_rich_theme(self) -> Theme:
        """The same for Rich's Markdown elements."""
        bold, italic = Style(bold=True), Style(italic=True)
        return Theme(
            {
                "markdown.paragraph": self.base,
                "markdown.item": self.base,
                "markdown.item.bullet": self.heading,
                "markdown.item.number": self.heading,
                "markdown.h1": self.heading + Style(bold=True, underline=True),
                "markdown.h2": self.heading + bold,
                "markdown.h3": self.heading + bold + italic,
                **{f"markdown.h{level}": self.heading + italic for level in (4, 5, 6)},
                "markdown.em": italic,
                "markdown.strong": bold,
                "markdown.s": Style(strike=True),
                "markdown.code": self.code_inline,
                "markdown.code_block": self.code,
                "markdown.block_quote": self.quote,
                "markdown.hr": self.muted,
                "markdown.link": self.link + Style(underline=True),
                "markdown.link_url": self.muted,
                "markdown.table.border": self.muted,
                "markdown.table.header": self.heading + bold,
            }
        )
