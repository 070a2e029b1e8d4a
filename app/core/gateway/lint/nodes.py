"""A file's text as YAML nodes, which know the characters that they stand for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .model import Edit

Key = str | int
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)+")
_IN_BRACES = frozenset(",[]{}")


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

    def own(self, path: Sequence[Key]) -> tuple[Node | None, Node] | None:
        """The same as `pair`, where all of it is written at that place, and by no alias."""
        above = self.root
        for length in range(1, len(path) + 1):
            found = self.pair(path[:length])
            if found is None or above is None or not all(_within(one, above) for one in found):
                return None
            above = found[1]
        return self.pair(path)

    def with_value(self, path: Sequence[Key], value: str) -> tuple[Edit, ...]:
        """The edit that puts `value` there as a text; none where no scalar stands there."""
        found = self.own(path)
        if found is None or not isinstance(found[1], ScalarNode):
            return ()
        return self.with_plain(path, quoted(value))

    def with_plain(self, path: Sequence[Key], value: str) -> tuple[Edit, ...]:
        """The same for a value that is no text, such as `false`."""
        found = self.own(path)
        return () if found is None else self._over(found[1], value)

    def with_key(self, path: Sequence[Key], name: str) -> tuple[Edit, ...]:
        """The edit that gives the last key of `path` another name."""
        found = self.own(path)
        return () if found is None or found[0] is None else self._over(found[0], name)

    def with_line_below(self, path: Sequence[Key], line: str) -> tuple[Edit, ...]:
        """The edit that adds a key to the mapping in which `path` stands, on the next line.

        None where the mapping is written on one line, in braces.
        """
        found, above = self.own(path), self.own(path[:-1])
        if found is None or above is None or found[0] is None:
            return ()
        holder = above[1]
        if not isinstance(holder, MappingNode) or holder.flow_style:
            return ()
        at = self.end_of_line(found[1].end_mark.index)
        return (Edit(at, at, f"{self.line_end}{' ' * found[0].start_mark.column}{line}"),)

    def end_of_line(self, index: int) -> int:
        """Where the line of a character ends, before its line end."""
        at = self.text.find("\n", index)
        if at < 0:
            return len(self.text)
        return at - 1 if self.text[at - 1 : at] == "\r" else at

    def _over(self, node: Node, text: str) -> tuple[Edit, ...]:
        start, end = node.start_mark.index, node.end_mark.index
        # An anchor or a tag before the value stays: others may refer to it.
        kept = _PROPERTIES.match(self.text, start, end)
        return (Edit(kept.end() if kept else start, end, text),)

    @property
    def line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


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
            for key, inner in children(node):
                yield from walk(inner, (*path, key))

    return walk(node, path)


def repeated(node: Node | None) -> Iterator[tuple[Key, ...]]:
    """The paths of all keys that stand more than once in one mapping, each once."""
    seen: set[int] = set()

    def walk(node: Node, path: tuple[Key, ...]) -> Iterator[tuple[Key, ...]]:
        if not isinstance(node, MappingNode | SequenceNode) or id(node) in seen:
            return
        seen.add(id(node))
        inside = list(children(node))
        names = [key for key, _ in inside]
        yield from ((*path, key) for key in dict.fromkeys(names) if names.count(key) > 1)
        for key, inner in inside:
            yield from walk(inner, (*path, key))

    return iter(()) if node is None else walk(node, ())


def quoted(value: str) -> str:
    """A text as a YAML scalar on one line, in quotes where it needs them, also within braces."""
    dumped: str = yaml.safe_dump(value, allow_unicode=True, width=float("inf"))
    plain = dumped.removesuffix("\n").removesuffix("\n...")
    if plain != value or _IN_BRACES.isdisjoint(value):
        return plain
    return f"'{value}'"


def apply(text: str, mends: Iterable[Sequence[Edit]]) -> str:
    """The text with each mend made as a whole; one that overlaps an earlier one is left out."""
    made: list[Edit] = []
    for mend in mends:
        if not any(_overlap(one, other) for one in mend for other in made):
            made += (edit for edit in mend if edit not in made)
    done, parts = 0, list[str]()
    for edit in sorted(made, key=lambda one: (one.start, one.end)):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def _overlap(one: Edit, other: Edit) -> bool:
    # Two that add something at one place may both begin the same section.
    adds = one.start == one.end == other.start == other.end
    return one != other and (adds or (one.start < other.end and other.start < one.end))


def _within(node: Node | None, above: Node) -> bool:
    if node is None:
        return True
    begins = above.start_mark.index <= node.start_mark.index
    return begins and node.end_mark.index <= above.end_mark.index


def children(node: Node | None) -> Iterator[tuple[Key, Node]]:
    """What stands right below a mapping or a list, with its key or place."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield str(key.value), value
    elif isinstance(node, SequenceNode):
        yield from enumerate(node.value)


def _child(node: Node, key: Key) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        pairs = [(one, value) for one, value in node.value if one.value == key]
        return pairs[-1] if pairs else None
    if isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
        return None, node.value[key]
    return None
