"""Foreign JSON: read without ever raising, looked into without trusting its shape."""

import json

from ..lanes import JsonValue

JsonObject = dict[str, JsonValue]
_begin_of = json.JSONDecoder().raw_decode


class NotJson(ValueError):
    """The text is no JSON; the message says where it breaks."""


def read_json(text: str | bytes) -> JsonValue:
    """Parse foreign text; bytes that are not UTF-8 become U+FFFD. Raises `NotJson`."""
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig", "replace")
    try:
        value, end = _begin_of(text)
        if end == len(text):
            return value
    except (ValueError, RecursionError):
        pass
    return _read_strictly(text)


def _read_strictly(text: str) -> JsonValue:
    # White space around a value is rare, and `json.loads` has the words for what is wrong.
    try:
        return json.loads(text)
    except RecursionError as problem:
        raise NotJson("nested too deeply") from problem
    except ValueError as problem:
        raise NotJson(str(problem)) from problem


def as_object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def as_list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def as_text(value: JsonValue) -> str:
    """A string that can be written out: half of a surrogate pair becomes U+FFFD."""
    if not isinstance(value, str):
        return ""
    if value.isascii():
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def as_number(value: JsonValue) -> float | None:
    """A finite number; text, booleans and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) != float("inf") and number == number else None


def as_count(value: JsonValue) -> int | None:
    number = as_number(value)
    return None if number is None else int(number)
