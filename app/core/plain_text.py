"""Foreign text made harmless to look at: nothing in it steers a terminal or hides in a page."""

import re

# C0 but tab and line feed, DEL, C1, and the marks that reorder text on the screen.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DELETE, _DELETE_PICTURE = 0x7F, "␡"


def plain(text: str) -> str:
    """`text` without anything that a terminal would obey."""
    return _CONTROL.sub(_picture, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """`plain` text in which line ends are pictures too."""
    return plain(text).replace("\n", "␊").replace("\t", " ")


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return _DELETE_PICTURE if code == _DELETE else f"<{code:04X}>"
