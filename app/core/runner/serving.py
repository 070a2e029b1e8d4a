"""Which engine serves a model: its format decides, and only then the URL.

Rules as of docker/model-runner, `pkg/inference/scheduling/scheduler.go`.
"""

from collections.abc import Mapping

from .shapes import EngineStatus, ModelEntry

USUAL_ENGINE = "llama.cpp"
READ_SAFETENSORS = ("vllm", "mlx", "sglang")
"""In the order in which the runner prefers them."""


def readers_of(entry: ModelEntry, engines: Mapping[str, EngineStatus]) -> list[str]:
    """The usable engines that read a safetensors model, the preferred one first."""
    return [name for name in READ_SAFETENSORS if name in engines and engines[name].usable]


def serving_engine(entry: ModelEntry, engines: Mapping[str, EngineStatus], named: str = "") -> str:
    """The engine that answers for `entry` where the base names `named`; empty if none can."""
    if entry.format == "safetensors":
        return next(iter(readers_of(entry, engines)), "")
    if entry.format == "dduf":
        return "diffusers" if "diffusers" in engines and engines["diffusers"].usable else ""
    return named or USUAL_ENGINE
