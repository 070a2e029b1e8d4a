"""Files that must be read as lines before they can be read as YAML."""

import re
from collections.abc import Callable, Iterator, Mapping

_INDENT = re.compile(r"[ \t]*")
_SECTIONS = re.compile(
    r"(general_settings|litellm_settings|router_settings|environment_variables|include)\s*:"
)
_NEW_ENTRY = re.compile(r"-?\s*model_name\s*:")
_PARAMS = re.compile(r"(litellm_params|params|model_info)\s*:")


def mended_file(rule: str, text: str) -> str | None:
    """The whole file as it was probably meant; None where that cannot be told."""
    mend = _MENDS.get(rule)
    whole = mend(text) if mend is not None else text
    return None if whole == text else whole


def without_tabs(text: str) -> str:
    """Two spaces for each tab that indents a line."""
    lines = text.split("\n")
    return "\n".join(
        (indent := _INDENT.match(line).group()).replace("\t", "  ") + line[len(indent) :]  # pyright: ignore[reportOptionalMemberAccess]
        for line in lines
    )


def indented_again(text: str) -> str:
    """A `model_list` whose indentation was lost, as when a page was copied.

    Entries begin with `model_name`; what follows `litellm_params` belongs to it, up to the
    next entry or section. Lines that are indented already keep what they have beyond that.
    """
    return "\n".join(_indented(text.split("\n")))


def _indented(lines: list[str]) -> Iterator[str]:
    depth, inside = 0, False
    for line in lines:
        word = line.strip()
        if line[:1].isspace() or not word or word.startswith("#"):
            yield line
            continue
        if word.startswith("model_list") or (not inside and _SECTIONS.match(word)):
            depth, inside = 0, word.startswith("model_list")
            yield line
        elif _SECTIONS.match(word):
            depth, inside = 0, False
            yield line
        elif not inside:
            yield line
        elif _NEW_ENTRY.match(word):
            depth = 4
            yield f"  - {word.removeprefix('-').strip()}"
        elif _PARAMS.match(word):
            depth = 6
            yield f"    {word}"
        else:
            yield " " * depth + word


_MENDS: Mapping[str, Callable[[str], str]] = {
    "tabs": without_tabs,
    "lost-indentation": indented_again,
}
