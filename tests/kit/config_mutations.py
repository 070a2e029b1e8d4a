"""Configurations that somebody has damaged: lines lost, doubled, moved, and values exchanged."""

import re
from collections.abc import Iterator, Sequence
from random import Random

_PIECES = (
    "\t",
    "  ",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "*a",
    "&a ",
    "|",
    "'",
    '"',
    "#",
    "\r",
    "<<: ",
    "é",
)
_VALUES = ("3", "x", "null", "[x]", "{a: b}", "true", "''", "os.environ/NOPE", "2024-01-01", "1.5")
_KEYS = (
    *("model", "api_base", "api_key", "model_name", "litellm_params", "model_list", "rpm", "tags"),
    *("general_settings", "router_settings", "litellm_settings", "master_key", "timeout", "params"),
)
_NAME = re.compile(r"[a-z_]{4,}(?=:)")


def damaged(texts: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """The same ones for the same seed."""
    random = Random(seed)
    for _ in range(count):
        lines = random.choice(texts).split("\n")
        for _ in range(random.randint(1, 3)):
            _damage(lines, random)
        yield "\n".join(lines)


def _damage(lines: list[str], random: Random) -> None:
    place = random.randrange(len(lines))
    line = lines[place]
    match random.choice(("drop", "double", "swap", "shift", "insert", "value", "key")):
        case "drop" if len(lines) > 1:
            del lines[place]
        case "double":
            lines.insert(place, line)
        case "swap":
            other = random.randrange(len(lines))
            lines[place], lines[other] = lines[other], line
        case "shift":
            lines[place] = " " * random.randint(0, 6) + line.lstrip()
        case "insert":
            at = random.randint(0, len(line))
            lines[place] = line[:at] + random.choice(_PIECES) + line[at:]
        case "value" if ":" in line:
            lines[place] = f"{line.partition(':')[0]}: {random.choice(_VALUES)}"
        case _:
            lines[place] = _NAME.sub(lambda _: random.choice(_KEYS), line, count=1)
