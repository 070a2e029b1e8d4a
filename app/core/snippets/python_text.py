"""Values and calls as Python source."""

from collections.abc import Mapping
from pprint import pformat
from textwrap import indent

from ..lanes import JsonValue

WIDTH = 88


def literal(value: JsonValue, depth: int) -> str:
    """A value as source, its further lines `depth` blanks in; what is unseen is escaped."""
    text = pformat(value, width=max(20, WIDTH - depth), sort_dicts=False)
    first, _, rest = text.partition("\n")
    return f"{first}\n{indent(rest, ' ' * depth)}" if rest else first


def arguments(values: Mapping[str, JsonValue], depth: int = 4) -> str:
    """`name=value,` a line each."""
    lines = [f"{name}={literal(value, depth + len(name) + 1)}," for name, value in values.items()]
    return "\n".join(" " * depth + line for line in lines)


STREAMED = """\
for chunk in answer:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
print()
"""
WHOLE = "print(answer.choices[0].message.content)\n"
