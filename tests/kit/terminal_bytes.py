"""What a program wrote to a terminal, taken apart, and what of it a terminal should not get."""

import re
from collections.abc import Iterator

MARK = "zqxj"
"""Stands in all that is foreign, so that it is known again."""
_ESCAPE = re.compile(
    rb"\x1b(?:"
    rb"\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    rb"|(?P<opener>[\]P_^X])(?P<words>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\)"
    rb"|(?P<plain>[()*+][0-9A-B]|[ -~]))"
)
# Line ends, and the tab of a text that is shown as it is.
_HARMLESS = b"\r\n\t"
_C0 = re.compile(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
_HIDDEN = re.compile("[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MODES = {"7", "25", "1000", "1002", "1003", "1004", "1006", "1015", "1049", "2004", "2026", "2048"}
_PLAIN = {b"7", b"8", b"=", b">", b"(B", b")0"}


def offences(written: bytes) -> list[str]:
    """Everything in `written` that moves, asks or sets a terminal as Quayside never does."""
    found = [told for match in _ESCAPE.finditer(written) if (told := _offence(match))]
    rest = _ESCAPE.sub(b"", written)
    found += [f"control {match.group()!r} at {_near(rest, match)}" for match in _C0.finditer(rest)]
    try:
        text = rest.decode("utf-8")
    except UnicodeDecodeError as problem:
        return [*found, f"no UTF-8: {rest[problem.start - 20 : problem.end + 20]!r}"]
    return found + [f"hidden {match.group()!r}" for match in _HIDDEN.finditer(text)]


def clipboards(written: bytes) -> list[bytes]:
    """What was put on the clipboard, in base64."""
    return [words for words in _strings(written) if words.startswith(b"52;")]


def _strings(written: bytes) -> Iterator[bytes]:
    for match in _ESCAPE.finditer(written):
        if match["opener"] == b"]":
            yield match["words"]


def _offence(match: re.Match[bytes]) -> str:
    if match["plain"] is not None:
        known = match["plain"] in _PLAIN
    elif match["opener"] is not None:
        known = match["opener"] == b"]" and match["words"].startswith(b"22;")
    else:
        known = _is_ours(*(match[name].decode() for name in _PARTS))
    return "" if known else f"sequence {match.group()[:80]!r}"


_PARTS = ("private", "numbers", "between", "final")


def _is_ours(private: str, numbers: str, between: str, final: str) -> bool:
    """Whether Textual writes it, or our line of progress does. MARK's colours are 77 and 78."""
    match private, final:
        case "", "m":
            return not {"77", "78"} & set(numbers.split(";")[2:3]) and not between
        case "", "H":
            return all(int(number or 1) < 500 for number in numbers.split(";"))
        case "?", "h" | "l":
            return numbers in _MODES
        case "?", "p":
            return (numbers, between) in {("2026", "$"), ("2048", "$")}
        case ">" | "<", "u":
            return True
        case "", "K" | "t":
            return numbers in {"", "8"}
        case _:
            return False


def _near(data: bytes, match: re.Match[bytes]) -> bytes:
    return data[max(0, match.start() - 20) : match.end() + 20]
