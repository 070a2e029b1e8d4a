"""A runner's models and memory as tables for a terminal of 80 columns."""

from ..core.plain_text import one_line
from ..core.runner.api import LoadedModel
from ..core.runner.eviction import words_left
from ..core.runner.model_store import ModelDetails
from ..core.runner.names import display
from ..core.runner.snapshot import HeldModel, RunnerSnapshot
from .table import table

LONGEST_METADATA = 100
"""Characters of one value; a chat template has thousands, and stands in the document whole."""


def models_text(taken: RunnerSnapshot) -> str:
    """One row a model."""
    if not taken.models:
        return "no models; `quayside models pull ai/smollm2` fetches one"
    head = ("model", "size", "quant", "params", "context", "engine", "state")
    # A server that is no runner has none to tell of.
    nobody = "none" if taken.engines else "·"
    return table([head, *(_model_row(model, nobody) for model in taken.models)])


def memory_text(taken: RunnerSnapshot, now: float) -> str:
    """One row for each model in memory, and a word where the runner did not say."""
    if taken.silent:
        return "the runner does not say what is in memory: it is loading a model"
    if not taken.loaded:
        return "nothing is in memory"
    head = ("model", "engine", "state", "until")
    return table([head, *(_loaded_row(one, now) for one in taken.loaded)])


def details_text(details: ModelDetails) -> str:
    """What is known of a model, then what its file says."""
    entry = details.entry
    rows = [
        ("name", entry.display),
        ("tags", " ".join(entry.tags)),
        ("id", entry.id),
        ("format", entry.format),
        ("size", entry.size),
        ("quantisation", entry.quantisation),
        ("parameters", entry.parameters),
        ("architecture", entry.architecture),
        ("context", "" if entry.context_size is None else str(entry.context_size)),
    ]
    rows += [(name, _short(value)) for name, value in sorted(details.metadata.items())]
    return table([row for row in rows if row[1]])


def _model_row(model: HeldModel, nobody: str) -> tuple[str, ...]:
    entry = model.entry
    return (
        entry.display,
        entry.size or "·",
        entry.quantisation or "·",
        entry.parameters or "·",
        "·" if model.context_size is None else str(model.context_size),
        model.engine or nobody,
        model.state or "·",
    )


def _loaded_row(one: LoadedModel, now: float) -> tuple[str, ...]:
    state = "loading" if one.loading else "in use" if one.in_use else "loaded"
    until = "·" if one.loading or one.in_use else words_left(one, now)
    return (display(one.model), one.engine, state, until)


def _short(value: str) -> str:
    line = one_line(value)
    return line if len(line) <= LONGEST_METADATA else line[:LONGEST_METADATA] + "…"
