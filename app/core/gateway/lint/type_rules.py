"""Values of `litellm_params` of another type than LiteLLM's: what it does was seen with 1.106.2."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import cast

from ...lanes import JsonValue
from .entry import Entry
from .known_names import COSTS, DECIMALS, LISTS, MAPPINGS, SAMPLING, SWITCHES, TEXTS, WHOLES
from .model import STOPS, Edit, Finding, Severity
from .nodes import quoted
from .places import found
from .values import holds_itself

LEFT_OUT = "LiteLLM leaves this model out, says so in its log alone, and serves the rest"
_FAILS = "LiteLLM loads it, and then stumbles at every request for this model"
_ENGINE = "LiteLLM sends it along as it is, and the engine refuses it"
_STEERING = frozenset(["max_parallel_requests", "weight"])
_PATIENCE = frozenset(["timeout", "stream_timeout"])


def type_findings(entry: Entry) -> Iterator[Finding]:
    """Of one deployment, its parameters in the order of the file."""
    yield from _info(entry)
    yield from _loops(entry)
    for key, value in entry.params.items():
        if wanted := wrong_type(entry, key, value):
            yield _finding(entry, key, wanted, LEFT_OUT)
        elif value is None:
            continue
        elif (key in _STEERING or key == "timeout") and not is_decimal(value):
            yield _finding(entry, key, "a number", _FAILS)
        elif key in MAPPINGS and not isinstance(value, dict):
            yield _finding(entry, key, "a mapping", _FAILS)
        elif key in SAMPLING and isinstance(value, str):
            yield _finding(entry, key, "a number", _ENGINE)
    yield from _keys(entry)


def _info(entry: Entry) -> Iterator[Finding]:
    whole = cast("dict[str, object]", entry.deployment.value)
    if "model_info" in whole and not isinstance(whole["model_info"], dict):
        yield found(
            entry.text,
            entry.path("model_info"),
            "model-info",
            Severity.ERROR,
            f"'{entry.name}': model_info is not a mapping",
            effect=STOPS + "AttributeError, without file or line",
            cure="model_info: {}, or remove it",
        )


def _loops(entry: Entry) -> Iterator[Finding]:
    for key, value in entry.items():
        if holds_itself(value):
            yield entry.finding(
                "loop",
                Severity.ERROR,
                str(key),
                f"{key} holds an anchor within itself",
                effect=STOPS + "ValueError: Circular reference detected",
                cure="remove the `*` that stands within its own `&`",
            )


def is_mistyped(entry: Entry) -> bool:
    """Whether LiteLLM leaves the deployment out for the type of a parameter."""
    values = entry.params.items()
    named = all(isinstance(key, str) for key, _ in entry.items())
    return any(wrong_type(entry, key, value) for key, value in values) or not named


def wrong_type(entry: Entry, key: str, value: JsonValue) -> str:
    """What LiteLLM's own model of a deployment demands instead, or empty."""
    if value is None:
        return ""
    if key in TEXTS and entry.is_date(key):
        return "a text"
    for names, demands, words in _DEMANDS:
        if key in names and not demands(value):
            return words
    is_cost = key.startswith(COSTS)
    return "a number" if is_cost and not is_decimal(value) else ""


def _keys(entry: Entry) -> Iterator[Finding]:
    for key, _ in entry.items():
        if not isinstance(key, str):
            yield entry.finding(
                "no-text-key",
                Severity.ERROR,
                str(key),
                f"the name of the parameter {key} is no text",
                effect=LEFT_OUT,
                cure=f"'{key}': … , or remove it",
            )


def _finding(entry: Entry, key: str, wanted: str, effect: str) -> Finding:
    number = wanted.endswith("number")
    return entry.finding(
        "no-number" if number else "no-text" if wanted == "a text" else "wrong-type",
        Severity.WARNING if effect is _ENGINE else Severity.ERROR,
        key,
        f"{key} is not {wanted}",
        effect=effect,
        cure=_cure(entry, key, wanted),
        edits=_edits(entry, key, wanted),
    )


def _cure(entry: Entry, key: str, wanted: str) -> str:
    if entry.is_variable(key):
        return f"let {entry.raw(key)} hold {wanted}"
    if wanted == "a text" and not isinstance(entry.raw(key), dict | list):
        return f"put it in quotes: {key}: '…'"
    value = entry.raw(key)
    if key in SAMPLING and isinstance(value, str) and is_decimal(value):
        return f"write it without quotes: {key}: {value.strip()}"
    return f"write {wanted}, or leave {key} out"


def _edits(entry: Entry, key: str, wanted: str) -> tuple[Edit, ...]:
    value = entry.raw(key)
    if wanted == "a text" and not isinstance(value, bool) and isinstance(value, int | float | date):
        there = entry.text.own(entry.param(key))
        written = str(getattr(there[1], "value", "")) if there else ""
        return entry.text.with_plain(entry.param(key), f"'{written}'") if written else ()
    if key in SAMPLING and isinstance(value, str) and is_decimal(value):
        plain = value.strip()
        return entry.text.with_plain(entry.param(key), plain) if quoted(plain) != plain else ()
    return ()


def _is_whole(value: JsonValue) -> bool:
    try:
        return isinstance(value, int | float | str) and float(value) == int(float(value))
    except (ValueError, OverflowError):
        return False


def _is_counted(value: JsonValue) -> bool:
    """As `max_retries`, which LiteLLM reads with Python's own `int`."""
    try:
        return _is_whole(value) and int(cast("str", value)) == float(cast("str", value))
    except ValueError:
        return False


def _is_pydantic_whole(value: JsonValue) -> bool:
    return _is_whole(value) and not (isinstance(value, str) and "e" in value.lower())


def is_decimal(value: object) -> bool:
    """Whether LiteLLM can read it as a number, also where it is written as a text."""
    try:
        float(cast("str", value))
    except (ValueError, TypeError, OverflowError):
        return False
    return True


def _is_switch(value: JsonValue) -> bool:
    words = ("true", "false", "yes", "no", "on", "off", "1", "0", "t", "f", "y", "n")
    return value in (0, 1) or (isinstance(value, str) and value.lower() in words)


def _is_patience(value: JsonValue) -> bool:
    return isinstance(value, int | float | str)


def _is_list_of_texts(value: JsonValue) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_DEMANDS: tuple[tuple[frozenset[str], Callable[[JsonValue], bool], str], ...] = (
    (TEXTS, lambda value: isinstance(value, str), "a text"),
    (WHOLES, _is_pydantic_whole, "a whole number"),
    (frozenset(["max_retries"]), _is_counted, "a whole number"),
    (DECIMALS, is_decimal, "a number"),
    (_PATIENCE, _is_patience, "a number"),
    (LISTS, _is_list_of_texts, "a list of texts"),
    (SWITCHES, _is_switch, "true or false"),
    (frozenset(["model_info"]), lambda value: isinstance(value, dict), "a mapping"),
)
