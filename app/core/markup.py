"""Foreign text inside XML and HTML."""

import re
from html import escape

from .plain_text import one_line, plain

# XML 1.0 has no place for these, not even escaped; halves of pairs have no UTF-8.
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


def text_of(text: str) -> str:
    """One line of text for an element or an attribute."""
    return _whole(one_line(text))


def block_of(text: str) -> str:
    """Text in which line ends and tabs stay what they are."""
    return _whole(plain(text))


def _whole(text: str) -> str:
    return escape(_NO_CHARACTER.sub("\ufffd", text))
