"""Rows of widgets in which every text that can be foreign is."""

import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

_OURS: Mapping[str, str] = {
    "style": "",
    "colour": "red",
    "id": "a",
    "mark": "",
    "marks": "✓",
    "fork": "1/2",
    "tone": "info",
    "status": "fail",
}
"""What the workbench chooses itself, by the field's name."""
_SIMPLE: Mapping[Any, Any] = {int: 1, float: 1.0, bool: True, type(None): None}


def arguments(show: Callable[..., Any], text: str) -> dict[str, Any]:
    """What `show` takes, by name."""
    hints = get_type_hints(show)
    return {name: _of(name, hint, text) for name, hint in hints.items() if name != "return"}


def _of(name: str, hint: Any, text: str) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if hint is str:
        return _OURS.get(name, text)
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if origin is Literal:
        return _OURS[name] if _OURS.get(name) in inner else inner[0]
    if origin in (Union, types.UnionType):
        return _of(name, inner[0], text)
    if origin in (tuple, Sequence, list):
        return tuple(_of(name, one, text) for one in inner if one is not Ellipsis)
    if is_dataclass(hint):
        return _row(hint, text)
    raise TypeError(f"{name}: {hint}")


def _row(kind: Any, text: str) -> Any:
    hints = get_type_hints(kind)
    given = {}
    for field in fields(kind):
        try:
            given[field.name] = _of(field.name, hints[field.name], text)
        except TypeError:
            # What holds no text, such as a function, stays as it is when nobody names it.
            if field.default is MISSING and field.default_factory is MISSING:
                raise
    return kind(**given)
