"""Edits that move a key with its value from one mapping of a file into another."""

from collections.abc import Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .known_names import near
from .model import Edit
from .nodes import Key, Text, children


def moved(text: Text, path: Sequence[Key], to: Sequence[Key]) -> tuple[Edit, ...]:
    """The key at `path` with its value, comments on its lines too, goes into the mapping at `to`.

    A section that is missing is made at the end of the file. None where something of that name
    is there already, or where either mapping is not written one key a line.
    """
    found = text.own(path)
    if found is None or found[0] is None or text.pair((*to, path[-1])) is not None:
        return ()
    if not _is_block(text, path[:-1]):
        return ()
    first, last = found[0].start_mark, last_line(found[1])
    start = first.index - first.column
    lines = text.text.split("\n")[first.line : last + 1]
    if text.text[start : first.index].strip(" ") or not _is_tidy(lines, first.column):
        return ()
    end = start + sum(len(line) + 1 for line in lines)
    written = [line.removesuffix("\r")[first.column :] for line in lines]
    added = _added(text, to, written)
    return (Edit(start, min(end, len(text.text)), ""), *added) if added else ()


def last_line(node: Node) -> int:
    """The line on which a value ends, from 0; marks of blocks reach up to what follows them."""
    inner: list[Node] = []
    if isinstance(node, MappingNode) and not node.flow_style:
        inner = [value for pair in node.value for value in pair]
    elif isinstance(node, SequenceNode) and not node.flow_style:
        inner = list(node.value)
    if inner:
        return max(last_line(one) for one in inner)
    is_block = isinstance(node, ScalarNode) and node.style in ("|", ">")
    return max(node.start_mark.line, node.end_mark.line - is_block)


def _is_tidy(lines: list[str], depth: int) -> bool:
    """Whether every line can be indented anew."""
    margins = [line[:depth].strip(" ") for line in lines]
    return not any(margins) and not any("\t" in line for line in lines)


def _is_block(text: Text, path: Sequence[Key]) -> bool:
    found = text.own(path)
    node = found[1] if found else text.root
    return isinstance(node, MappingNode) and not node.flow_style


def _added(text: Text, to: Sequence[Key], lines: list[str]) -> tuple[Edit, ...]:
    found = text.own(to)
    if found is None and text.pair(to) is None and len(to) == 1:
        if _is_misspelt(text, str(to[0])):
            return ()
        at = len(text.text)
        gap = "" if text.text.endswith("\n") else text.line_end
        head = f"{gap}{to[0]}:{text.line_end}"
        return (Edit(at, at, head + _indented(text, lines, 2)),)
    if found is None or not isinstance(found[1], MappingNode) or found[1].flow_style:
        return ()
    mark = found[1].start_mark
    start = mark.index - mark.column
    if text.text[start : mark.index].strip(" "):
        return ()
    return (Edit(start, start, _indented(text, lines, mark.column)),)


def _is_misspelt(text: Text, section: str) -> bool:
    """Whether a section is there under a name that is to be corrected first."""
    names = [str(key) for key, _ in children(text.root)]
    return any(near(name, frozenset([section])) for name in names)


def _indented(text: Text, lines: list[str], depth: int) -> str:
    margin = " " * depth
    return "".join(f"{margin if line else ''}{line}{text.line_end}" for line in lines)
