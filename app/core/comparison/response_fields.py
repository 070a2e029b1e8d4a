"""Which places of a response held something: what one path drops or adds is seen in it."""

from collections.abc import Iterator

from ..lanes import JsonValue
from ..wire.jsontext import NotJson, read_json
from ..wire.sse import SseDecoder, SseOverflow

_DEEPEST = 12


def response_fields(body: bytes) -> tuple[str, ...]:
    """Sorted places such as `choices[].delta.content`; a null is no field.

    `body` is an event stream, one JSON value or one a line; what cannot be read is left out.
    """
    found: set[str] = set()
    for text in _documents(body):
        try:
            found |= set(_places(read_json(text)))
        except NotJson:
            continue
    return tuple(sorted(found))


def _documents(body: bytes) -> list[str]:
    if body.lstrip().startswith(b"{"):
        whole = body.decode("utf-8", "replace")
        return [whole] if "\n{" not in whole else whole.split("\n")
    decoder = SseDecoder()
    try:
        return [event.data for event in (*decoder.feed(body), *decoder.finish())]
    except SseOverflow:
        return []


def _places(value: JsonValue, place: str = "", depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST or value is None:
        return
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _places(inner, f"{place}.{name}" if place else name, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _places(inner, f"{place}[]", depth + 1)
    elif place:
        yield place
