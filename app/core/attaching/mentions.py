"""Files that a prompt names: `@notes.md`, or `@"my notes.md"` where there are blanks."""

import re
from dataclasses import dataclass

MOST_LETTERS = 200_000
"""Of a prompt that is looked through; a longer one names no file."""
LONGEST_NAME = 4096
"""Characters; no system takes a longer path."""

# At the beginning of a word only: an address such as `me@example.org` names no file.
_MENTION = re.compile(r'(?<![^\s(\[])@(?:"([^"\n]+)"|([^\s"]+))')
_BEGUN = re.compile(r'(?<![^\s(\[])@(?:"([^"\n]*)"?|([^\s"]*))$')
_CLOSING = ".,;:!?)]}'"


@dataclass(frozen=True, slots=True)
class Mention:
    """`name` is the path as it was written, without quotes; it ends before `end`."""

    name: str
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """What `text` names, in order; a full stop at the end of a sentence belongs to the sentence."""
    if len(text) > MOST_LETTERS:
        return []
    found = [_mention(match) for match in _MENTION.finditer(text)]
    return [one for one in found if one.name]


def mention_begun(text: str) -> Mention | None:
    """The one that is being written at the end of `text`; its name may be empty yet."""
    start = max(0, len(text) - LONGEST_NAME)
    match = _BEGUN.search(text, start)
    if match is None:
        return None
    quoted, plain = match.groups()
    return Mention(plain if quoted is None else quoted, match.start(), match.end())


def written(name: str) -> str:
    """How a prompt names the file `name`."""
    plain = f"@{name}"
    whole = [Mention(name, 0, len(plain))]
    return plain if mentions(plain) == whole else f'@"{name}"'


def _mention(match: re.Match[str]) -> Mention:
    quoted, plain = match.groups()
    if quoted:
        return Mention(quoted, match.start(), match.end())
    name = plain.rstrip(_CLOSING)
    return Mention(name, match.start(), match.start() + 1 + len(name))
