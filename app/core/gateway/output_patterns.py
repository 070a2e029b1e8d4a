"""What a child process's own output gives away about why it ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutputPattern:
    """A cause, and the regular expression `words` by which the output tells it."""

    kind: str
    words: str
    cause: str
    cure: str
    command: str = ""


def first_match(
    patterns: Sequence[OutputPattern], output: str, otherwise: OutputPattern
) -> OutputPattern:
    """The first pattern whose words are in `output`; `otherwise` where none are."""
    return next((one for one in patterns if re.search(one.words, output)), otherwise)
