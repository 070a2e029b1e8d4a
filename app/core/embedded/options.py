"""What a user may ask of the embedded runner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_ENGINE = "llama.cpp"
OPTION_KEYS = ("threads", "context", "parallel", "batch")


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
    model_file: Path | None = None
    """A GGUF to serve in place of the demo model."""
