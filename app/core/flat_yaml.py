"""The plainest YAML, read without PyYAML: to load that takes a thirtieth of a start."""

import re
from typing import Any

_WORD = r"(?!(?:yes|no|on|off|true|false|null)\b)[a-z]+(?:-[a-z]+)*"
_LINE = re.compile(rf'(  )?({_WORD}):(?: (?:(true|false)|"([ !#-\[\]-~]*)"|({_WORD})))?')


def read_flat(text: str) -> dict[str, Any] | None:
    """What PyYAML reads of `text`; None where it needs PyYAML, or holds nothing.

    Read are comments, and lines such as `name: word`, `dark: true` and `primary: "#5fb3e6"`, which
    may stand below a name of their own, two blanks to the right.
    """
    whole: dict[str, Any] = {}
    below: dict[str, Any] | None = None
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        if (found := _LINE.fullmatch(line)) is None:
            return None
        inside, name, truth, quoted, word = found.groups()
        there = below if inside else whole
        if there is None or name in there:
            return None
        if truth or quoted is not None or word:
            there[name] = truth == "true" if truth else word or quoted or ""
            below = there if inside else None
        elif inside:
            return None
        else:
            below = whole[name] = {}
    # A name with nothing below it means none, and no empty mapping.
    return whole if whole and {} not in whole.values() else None
