"""What a user may ask of the embedded runner."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..wire.origin import AddressError, read_origin

DEFAULT_ENGINE = "llama.cpp"
OPTION_KEYS = ("threads", "context", "parallel", "batch")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class EngineOptionError(ValueError):
    """An engine option that cannot be understood, with the words that could be."""


@dataclass(frozen=True, slots=True)
class EngineOption:
    """One engine: the name in its URL and its llama.cpp options (`OPTION_KEYS`, whole numbers)."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class RunnerOptions:
    """How to start the runner; `port` None means 22088 or the next free one."""

    port: int | None = None
    engines: tuple[EngineOption, ...] = ()
    """Engines beside `llama.cpp`; one that is called `llama.cpp` sets its options."""
    model_files: tuple[Path, ...] = ()
    """GGUFs to serve in place of the demo model; lanes ask for the first."""
    registry: str = ""
    """The OCI registry to pull models from, as `parse_registry` gives it; then none is pulled
    at the start."""


def parse_engine(text: str) -> EngineOption:
    """Read `NAME[:key=value,…]`, such as `fast:threads=1,context=2048`.

    Raises `EngineOptionError` for a bad name, an unknown key or a value that is no whole number.
    """
    name, _, rest = text.partition(":")
    if not _NAME.fullmatch(name) or name == "v1":
        raise EngineOptionError(
            f"engine name {name!r} cannot stand in a URL: use letters, digits, '.', '-' and '_'"
            + (" (and not v1, which is taken)" if name == "v1" else "")
        )
    pairs = [_parse_option(name, part) for part in rest.split(",")] if rest else []
    return EngineOption(name, dict(pairs))


def parse_registry(text: str) -> str:
    """Read the URL of a registry, with or without scheme and `/v2`. Raises `AddressError`."""
    place = read_origin(text)
    if place.socket:
        raise AddressError(f"a registry is reached by http:// or https://, not by '{place.given}'")
    return place.origin + place.path.rstrip("/").removesuffix("/v2").rstrip("/")


def _parse_option(name: str, part: str) -> tuple[str, str]:
    key, equals, value = (piece.strip() for piece in part.partition("="))
    if key not in OPTION_KEYS:
        known = ", ".join(OPTION_KEYS)
        raise EngineOptionError(f"engine {name}: unknown option {key!r}; known are {known}")
    if not equals or not value.isdecimal() or int(value) < 1:
        raise EngineOptionError(
            f"engine {name}: {key} needs a whole number above 0, as in {key}=2, not {value!r}"
        )
    return key, value


def format_engine(engine: EngineOption) -> str:
    """The text that `parse_engine` reads back to the same engine."""
    pairs = ",".join(f"{key}={value}" for key, value in engine.options.items())
    return f"{engine.name}:{pairs}" if pairs else engine.name
