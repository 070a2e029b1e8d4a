"""Foreign text at its worst, and what shows that it got through."""

import re
from html.parser import HTMLParser

from hypothesis import strategies as st

HOSTILE = (
    "</pre></td></script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]></style><svg onload=x>&amp;&#60;",
    "\x1b[31mred\x1b]8;;http://x\x07\x00\x9b\ud800\ufffe",
    "\u202eevil | a `b` ```\n# head\n| c |\n---\n",
    "=cmd|' /C calc'!A0",
    "\t@SUM(1)",
    "\n\n```\n````\n~~~\n<b>",
    "[a](http://x) ![b](http://y) <http://z> **c** _d_ ~~e~~",
    "1. a\n- b\n> c\n+ d\n    e",
    'x" onload="y" class=\'z',
    "\\|\\`\\[\\",
    "\u2028\u2029\u0085\x0b\x0c",
)
MARKS = "<a/>&;\"'`|#*[]()!~_\\\n\r\t\x1b\x00\ud800\ufffe\u202e=+-@ 1."
foreign = (
    st.sampled_from(HOSTILE)
    | st.text(alphabet=st.sampled_from(MARKS), min_size=1, max_size=40)
    | st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=40)
)


class Elements(HTMLParser):
    """The elements of a page, each with the names of its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[tuple[str, tuple[str, ...]]] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add((tag, tuple(sorted(name for name, _ in attrs))))


def steers(text: str) -> bool:
    """Whether something in it would steer a terminal or reorder a line."""
    return bool(
        re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
    )
