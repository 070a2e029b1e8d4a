"""A file's text as YAML nodes, which know the characters that they stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .model import Edit

Key = str | int


@dataclass(frozen=True, slots=True)
class Text:
    """`root` is None where the text is no YAML."""

    file: Path
    text: str
    root: Node | None

    def pair(self, path: Sequence[Key]) -> tuple[Node | None, Node] | None:
        """The key (None in a list) and the value at `path`; of keys that repeat, the last."""
        found: tuple[Node | None, Node] | None = None
        node = self.root
        for key in path:
            found = _child(node, key) if node is not None else None
            if found is None:
                return None
            node = found[1]
        return found

    def line_of(self, path: Sequence[Key]) -> int:
        """From 1, of the deepest part of `path` that is there."""
        for length in range(len(path), 0, -1):
            found = self.pair(path[:length])
            if found is not None:
                return (found[0] or found[1]).start_mark.line + 1
        return 1

    def with_value(self, path: Sequence[Key], value: str) -> tuple[Edit, ...]:
        """The edit that puts `value` there as a text; none where no scalar stands there."""
        found = self.pair(path)
        if found is None or not isinstance(found[1], ScalarNode):
            return ()
        return (_over(found[1], quoted(value)),)

    def with_plain(self, path: Sequence[Key], value: str) -> tuple[Edit, ...]:
        """The same for a value that is no text, such as `false`."""
        found = self.pair(path)
        return () if found is None else (_over(found[1], value),)

    def with_key(self, path: Sequence[Key], name: str) -> tuple[Edit, ...]:
        """The edit that gives the last key of `path` another name."""
        found = self.pair(path)
        return () if found is None or found[0] is None else (_over(found[0], name),)

    def with_line_below(self, path: Sequence[Key], line: str) -> tuple[Edit, ...]:
        """The edit that adds a key to the mapping in which `path` stands, on the next line.

        None where the mapping is written on one line, in braces.
        """
        found, above = self.pair(path), self.pair(path[:-1])
        if found is None or above is None or found[0] is None:
            return ()
        holder = above[1]
        if not isinstance(holder, MappingNode) or holder.flow_style:
            return ()
        at = self.text.find("\n", found[1].end_mark.index)
        at = len(self.text) if at < 0 else at
        return (Edit(at, at, f"\n{' ' * found[0].start_mark.column}{line}"),)


def read_nodes(file: Path, text: str) -> Text:
    """Compose the text; what cannot be composed has no nodes."""
    try:
        loader: Any = yaml.SafeLoader(text)
        root: Node | None = loader.get_single_node()
    except (yaml.YAMLError, RecursionError, ValueError):
        root = None
    return Text(file, text, root)


def scalars(node: Node | None, path: tuple[Key, ...] = ()) -> Iterator[tuple[tuple[Key, ...], str]]:
    """Every text below a node with its path; anchors that loop are followed once."""
    seen: set[int] = set()

    def walk(node: Node | None, path: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], str]]:
        if isinstance(node, ScalarNode):
            yield path, str(node.value)
        elif isinstance(node, MappingNode | SequenceNode) and id(node) not in seen:
            seen.add(id(node))
            for key, inner in _children(node):
                yield from walk(inner, (*path, key))

    return walk(node, path)


def quoted(value: str) -> str:
    """A text as a YAML scalar on one line, in quotes where it needs them."""
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=float("inf"))
    return dumped.removesuffix("\n").removesuffix("\n...")


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made; of two that overlap, the first one."""
    done, parts = 0, list[str]()
    for edit in sorted(set(edits), key=lambda one: (one.start, one.end)):
        if edit.start < done:
            continue
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def _over(node: Node, text: str) -> Edit:
    return Edit(node.start_mark.index, node.end_mark.index, text)


def _children(node: MappingNode | SequenceNode) -> Iterator[tuple[Key, Node]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield str(key.value), value
    else:
        yield from enumerate(node.value)


def _child(node: Node, key: Key) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        pairs = [(one, value) for one, value in node.value if one.value == key]
        return pairs[-1] if pairs else None
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return None, node.value[key]
    return None
