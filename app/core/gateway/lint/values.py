"""Values of a file as Python holds them, in which one may stand in many places."""

from collections.abc import Iterable, Mapping
from typing import cast


def mapping(value: object) -> Mapping[str, object]:
    """The value with its keys as texts; empty where it is no mapping."""
    if not isinstance(value, dict):
        return {}
    return {str(key): one for key, one in cast("dict[object, object]", value).items()}


def holds_itself(value: object) -> bool:
    """Whether an anchor is referred to within itself."""
    return _loops(value, set(), set())


def _loops(value: object, above: set[int], done: set[int]) -> bool:
    if not isinstance(value, dict | list) or id(cast("object", value)) in done:
        return False
    name = id(cast("object", value))
    if name in above:
        return True
    found = any(_loops(one, above | {name}, done) for one in _inside(cast("object", value)))
    done.add(name)
    return found


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("dict[object, object]", value).values()
    return cast("list[object]", value)
