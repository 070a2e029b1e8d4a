"""Source code in the theme's colours."""

from __future__ import annotations

from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token
from rich.style import Style
from rich.syntax import Syntax, SyntaxTheme
from rich.text import Text

from .reply_style import PageStyles

_LONGEST_LINE = 500


class CodeTheme(SyntaxTheme):
    """Pygments' token types in a page's styles."""

    def __init__(self, styles: PageStyles) -> None:
        self._base = styles.code
        self._by_type: dict[tuple[str, ...], Style] = {
            Token: styles.code,
            Comment: styles.code_muted + Style(italic=True),
            Keyword: styles.keyword,
            Operator.Word: styles.keyword,
            Name.Function: styles.name,
            Name.Class: styles.name,
            Name.Tag: styles.name,
            Name.Builtin: styles.name,
            String: styles.string,
            Number: styles.number,
        }

    def get_style_for_token(self, token_type: tuple[str, ...]) -> Style:
        while token_type not in self._by_type:
            token_type = token_type[:-1]
        return self._by_type[token_type]

    def get_background_style(self) -> Style:
        return self._base


def highlight(code: str, language: str, theme: CodeTheme) -> list[Text]:
    """One text a line. Very long lines stay plain: some lexers are slow on them."""
    plain = Text(code, style=theme.get_background_style())
    if not language or max(map(len, code.split("\n"))) > _LONGEST_LINE:
        return list(plain.split("\n", allow_blank=True))
    coloured = Syntax("", language, theme=theme).highlight(code)
    lines = list(coloured.split("\n", allow_blank=True))
    return lines[: code.count("\n") + 1]
