"""Loaders for YAML that nobody has checked."""

from typing import Any

import yaml
from yaml.constructor import BaseConstructor, ConstructorError
from yaml.nodes import Node

# What PyYAML lets through where a text only looks like a date, a number or a truth value.
_MISREAD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class _Marking(BaseConstructor):
    """A value that is none of its kind is an error of the file, with its line.

    The value itself is not told: it may be a key.
    """

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        parent: Any = super()
        try:
            return parent.construct_object(node, deep)
        except _MISREAD as problem:
            kind = str(node.tag).rpartition(":")[2]
            words = f"a value is read as a {kind} and is none"
            raise ConstructorError(None, None, words, node.start_mark) from problem


class SafeLoader(_Marking, yaml.SafeLoader):
    """PyYAML's own, which raises nothing but `yaml.YAMLError` and `RecursionError`."""


def quick_loader() -> Any:
    """The same by libyaml where it is built in: ten times as fast, and strict in other places."""
    return type("QuickLoader", (_Marking, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), {})
