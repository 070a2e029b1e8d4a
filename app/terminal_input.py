"""What a terminal sends, before keys are read from it."""

import sys
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from textual.events import Key

_TEXTUALS_KEYS: Any = vars(XTermParser)["_parse_extended_key"]
START, END = "\x1b[200~", "\x1b[201~"
"""What a terminal puts round that which is pasted."""
ESCAPE, ITS_MARK = "\x1b", "␛"
_Feed = Callable[[Any, str], Iterable[Any]]


def bear_what_is_no_input() -> None:
    """Have a mark for each byte that is no UTF-8, and no key for a sequence that tells of none,
    in place of an end of the program. May be called again.

    Some terminals send Latin-1 with Alt, or what is pasted into them as it is; a line may lose a
    byte; and who leaves for an editor in the midst of a character comes back to its second half.
    """
    parser: Any = XTermParser
    parser._parse_extended_key = _keys_of
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        terminal: Any = linux_driver
        terminal.getincrementaldecoder = _bearing_decoder


def _keys_of(parser: XTermParser, sequence: str) -> "list[Key] | None":
    try:
        return _TEXTUALS_KEYS(parser, sequence)
    except (ValueError, OverflowError):
        return []


def _bearing_decoder(encoding: str) -> Callable[[], IncrementalDecoder]:
    return partial(getincrementaldecoder(encoding), errors="replace")


def read_pasted_as_text() -> None:
    """Let nothing that is pasted be a key. May be called again.

    Textual looks for keys in what is pasted, wherever an escape stands in it. Most terminals take
    escapes out; tmux pastes them, and a log in colours would press keys in the name of its reader.
    """
    parser: Any = XTermParser
    if not hasattr(parser.feed, "__wrapped__"):
        parser.feed = _tamed(parser.feed)


def _tamed(feed: _Feed) -> _Feed:
    @wraps(feed)
    def fed(parser: Any, data: str) -> Iterable[Any]:
        own: Any = parser.__dict__
        pasted: PastedText = own.setdefault("_quayside_pasted", PastedText())
        tamed = pasted.tame(data)
        # Of an empty text Textual concludes that the terminal is gone.
        return feed(parser, tamed) if tamed or not data else ()

    return fed


class PastedText:
    """Gives on what comes, in pieces of any size; escapes in what is pasted become marks."""

    def __init__(self) -> None:
        self._inside = False
        self._before = ""
        """Outside of a paste, the end of what was given on: its start may come in two pieces."""
        self._held = ""
        """Inside of one, what may be the beginning of its end."""

    def tame(self, data: str) -> str:
        """`data` as keys may be read from it, less what is held until more comes."""
        given = list[str]()
        rest, self._held = self._held + data, ""
        while rest:
            piece, rest = self._in_paste(rest) if self._inside else self._outside(rest)
            given.append(piece)
        return "".join(given)

    def _outside(self, data: str) -> tuple[str, str]:
        seen = self._before + data
        found = seen.find(START)
        if found < 0:
            self._before = seen[-len(START) + 1 :]
            return data, ""
        self._inside, self._before = True, ""
        end = found + len(START) - (len(seen) - len(data))
        return data[:end], data[end:]

    def _in_paste(self, data: str) -> tuple[str, str]:
        text, end, rest = data.partition(END)
        if end:
            self._inside = False
            return text.replace(ESCAPE, ITS_MARK) + end, rest
        begun = next((n for n in range(len(END) - 1, 0, -1) if text.endswith(END[:n])), 0)
        self._held = text[len(text) - begun :]
        return text[: len(text) - begun].replace(ESCAPE, ITS_MARK), ""
