"""How one engine runs one model: what `_configure` accepts, as llama.cpp will get it.

The accepted flags are a part of Docker Model Runner's own allow-list; texts as there
(`pkg/inference/runtime_flags.go`).
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

FOREVER = -1.0
_WHOLE = {
    "threads": ("-t", "--threads"),
    "context": ("-c", "--ctx-size"),
    "parallel": ("-np", "--parallel"),
    "batch": ("-b", "--batch-size"),
    "predict": ("-n", "--predict", "--n-predict"),
    "seed": ("-s", "--seed"),
    "top_k": ("--top-k",),
}
_REAL = {
    "temp": ("--temp", "--temperature"),
    "top_p": ("--top-p",),
    "min_p": ("--min-p",),
    "penalty_repeat": ("--repeat-penalty",),
}
_UNIT_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(h|ms|us|µs|ns|m|s)")


class ConfigurationRefused(ValueError):
    """A configuration that the runner does not take, in the runner's own words."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """One `_configure`; `keep_alive` in seconds, `FOREVER` or None for the default."""

    context_size: int | None = None
    runtime_flags: tuple[str, ...] = ()
    keep_alive: float | None = None
    plan: Mapping[str, int | float] = field(default_factory=dict[str, int | float])

    def to_json(self) -> dict[str, Any]:
        """The shape in which the runner shows it; what was not set is left out."""
        shown: dict[str, Any] = {}
        if self.context_size is not None:
            shown["context-size"] = self.context_size
        if self.runtime_flags:
            shown["runtime-flags"] = list(self.runtime_flags)
        if self.keep_alive is not None:
            shown["keep_alive"] = format_duration(self.keep_alive)
        return shown


def read_configuration(engine: str, body: Mapping[str, Any]) -> Configuration:
    """Read the body of a `_configure`. Raises `ConfigurationRefused`."""
    flags = _flags(body)
    plan = _read_flags(engine, flags)
    context = body.get("context-size")
    if context is not None:
        plan["context"] = context
    return Configuration(context, tuple(flags), _keep_alive(body.get("keep_alive")), plan)


def _flags(body: Mapping[str, Any]) -> list[str]:
    listed: list[str] = body.get("runtime-flags") or []
    if listed:
        return listed
    try:
        return shlex.split(body.get("raw-runtime-flags") or "")
    except ValueError as error:
        raise ConfigurationRefused(f"invalid runtime flags: {error}") from error


def _read_flags(engine: str, flags: Sequence[str]) -> dict[str, int | float]:
    known = {flag: name for name, spelt in (_WHOLE | _REAL).items() for flag in spelt}
    plan: dict[str, int | float] = {}
    waiting = ""
    for word in flags:
        flag, equals, value = word.partition("=")
        if _is_flag(flag):
            if flag not in known:
                raise ConfigurationRefused(
                    f'runtime flag "{flag}" is not allowed for backend "{engine}"'
                )
            waiting = known[flag]
            word = value if equals else ""
        _refuse_path(word)
        if waiting and word:
            plan[waiting] = _number(waiting, word)
    return plan


def _is_flag(word: str) -> bool:
    return word.startswith("-") and not word[1:2].isdigit()


def _refuse_path(word: str) -> None:
    if "/" in word or "\\" in word:
        raise ConfigurationRefused(
            f"invalid runtime flag {json.dumps(word)}: paths are not allowed"
            " (contains '/' or '\\\\')"
        )


def _number(name: str, word: str) -> int | float:
    try:
        return int(word) if name in _WHOLE else float(word)
    except ValueError as error:
        raise ConfigurationRefused(f"invalid value {json.dumps(word)} for {name}") from error


def _keep_alive(text: str | None) -> float | None:
    if text is None:
        return None
    if text.lstrip("-") == "0":
        return 0.0
    if text.startswith("-"):
        return FOREVER
    if not re.fullmatch(f"(?:{_DURATION.pattern})+", text):
        raise ConfigurationRefused(f"invalid keep_alive duration {json.dumps(text)}")
    return sum(float(number) * _UNIT_SECONDS[unit] for number, unit in _DURATION.findall(text))


def format_duration(seconds: float) -> str:
    """As Go writes a duration: `10m0s`, `1h0m0s`, `0s`; `-1` for ever."""
    if seconds < 0:
        return "-1"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    head = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{head}{rest:g}s"
