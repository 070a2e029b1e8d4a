"""Two requests as the runner received them, field by field."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ..lanes import JsonValue
from ..wire.jsontext import NotJson, as_object, read_json

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class BodyDifference:
    """One place in which two bodies differ; the empty text is a place that is not there."""

    place: str
    left: str
    right: str


def compare_bodies(left: str, right: str) -> list[BodyDifference]:
    """Differences in the order of the places' names; bodies that are no JSON differ as wholes."""
    try:
        mine, theirs = dict(_places(read_json(left))), dict(_places(read_json(right)))
    except NotJson:
        return [] if left == right else [BodyDifference("", _cut(left), _cut(right))]
    return [
        BodyDifference(place, _cut(mine.get(place, "")), _cut(theirs.get(place, "")))
        for place in sorted(mine.keys() | theirs.keys())
        if mine.get(place, "") != theirs.get(place, "")
    ]


def same_order(left: str, right: str) -> bool:
    """Whether the top fields of two bodies stand in the same order."""
    try:
        return list(as_object(read_json(left))) == list(as_object(read_json(right)))
    except NotJson:
        return False


def _places(value: JsonValue, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and (value or not place):
        for name, inner in value.items():
            yield from _places(inner, f"{place}.{name}" if place else name)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _places(inner, f"{place}[{number}]")
    else:
        yield place, json.dumps(value, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
