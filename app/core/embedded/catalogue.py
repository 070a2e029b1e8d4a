"""Which engines the embedded runner has, and which it only knows by name."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata

from .options import DEFAULT_ENGINE, EngineOption

_DEFAULT_CONTEXT = 4096
_DEFAULT_PARALLEL = 2


@dataclass(frozen=True, slots=True)
class AbsentEngine:
    """An engine that is known but not installed: its status, and what a request gets."""

    status: str
    answer_status: int
    answer: str


def absent_engines() -> dict[str, AbsentEngine]:
    """As on a plain Linux installation of Docker Model Runner."""
    return {
        "diffusers": AbsentEngine(
            "Not Installed",
            503,
            "backend installation failed: diffusers is not available on this platform",
        ),
        "mlx": AbsentEngine(
            "Not Installed: only supported on Apple Silicon",
            503,
            "backend installation failed: MLX is only available on macOS ARM64",
        ),
        "sglang": AbsentEngine(
            "Not Installed: package not installed",
            503,
            "backend installation failed: sglang package not installed",
        ),
        "vllm": AbsentEngine("Not Installed: binary not found", 412, "vLLM binary not found"),
    }


class Catalogue:
    """The engines of one runner; `llama.cpp` is always among them."""

    def __init__(self, engines: Iterable[EngineOption] = ()) -> None:
        self._installed = {DEFAULT_ENGINE: EngineOption(DEFAULT_ENGINE)}
        self._installed |= {engine.name: engine for engine in engines}
        self._absent = {
            name: engine for name, engine in absent_engines().items() if name not in self._installed
        }

    def knows(self, name: str) -> bool:
        return name in self._installed or name in self._absent

    def absent(self, name: str) -> AbsentEngine | None:
        return self._absent.get(name)

    def names(self) -> tuple[str, ...]:
        return tuple(self._installed)

    def plan(self, name: str) -> dict[str, int]:
        """The options with which llama.cpp is started for this engine."""
        own = {key: int(value) for key, value in self._installed[name].options.items()}
        defaults = {
            # llama.cpp's threads spin at every barrier: one core fewer than there are keeps
            # the workbench and the gateway from slowing each token tenfold.
            "threads": max(1, (os.cpu_count() or 1) - 1),
            "context": _DEFAULT_CONTEXT,
            "parallel": _DEFAULT_PARALLEL,
        }
        return {**defaults, **own}

    def status(self) -> Mapping[str, str]:
        """Engine to status words, in the order of names."""
        words = {name: engine.status for name, engine in self._absent.items()}
        words |= {name: self._running(engine) for name, engine in self._installed.items()}
        return dict(sorted(words.items()))

    def _running(self, engine: EngineOption) -> str:
        options = "".join(f" {key}={value}" for key, value in engine.options.items())
        return f"Running: llama.cpp {metadata.version('xllamacpp')}{options}"
