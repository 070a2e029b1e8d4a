"""A session's title from its first prompt, without asking a model."""

import re
import unicodedata

UNTITLED = "Untitled"
_LONGEST = 60
# More than any title needs is read of a pasted megabyte.
_READ = 2000
_MARKS = re.compile(r"^[\s#>*\-+=`~|]+")
_SENTENCE = re.compile(r".*?[.!?…](?=\s|$)|.*?[。！？]")
# A word joiner of emoji, which is a format character like those that reorder text.
_KEPT = "\u200d"


def title_of(prompt: str) -> str:
    """Its first sentence, cut between words; nothing in it steers a terminal or hides."""
    lines = (_MARKS.sub("", _harmless(line)).strip() for line in prompt[:_READ].splitlines())
    line = " ".join(next((line for line in lines if line), "").split())
    sentence = _SENTENCE.match(line)
    return _cut(sentence.group() if sentence else line).rstrip(".。:") or UNTITLED


def _harmless(line: str) -> str:
    return "".join(
        one if one in _KEPT or unicodedata.category(one)[0] != "C" else " " for one in line
    )


def _cut(line: str) -> str:
    if len(line) <= _LONGEST:
        return line
    words = line[:_LONGEST].rpartition(" ")[0] or line[: _LONGEST - 1]
    return f"{words.rstrip(' ,;:–—-')}…"
