"""A runner's snapshot as rows and lines."""

from ....widgets.column_list import ColumnRow
from ....widgets.labelled_lines import LabelledLine
from ...core.runner.api import EngineStatus
from ...core.runner.found import Found
from ...core.runner.model_store import ModelDetails
from ...core.runner.shapes import EngineWord
from ...core.runner.snapshot import HeldModel, RunnerSnapshot
from ...core.sizes import size_words

MODEL_HEADS = ("model", "size", "quant", "params", "context", "engine", "state")
_MARKS = {EngineWord.RUNNING: "●", EngineWord.INSTALLING: "◔", EngineWord.ERROR: "✗"}
_INSTALL = "docker model install-runner --backend"


def model_rows(taken: RunnerSnapshot, now: float) -> list[ColumnRow]:
    """One row a model, and one for each that is in memory without being in the store."""
    rows = [_model_row(model, now) for model in taken.models]
    for one in taken.strangers:
        cells = (one.model, "·", "·", "·", "·", one.engine, "in memory, not in the store")
        rows.append(ColumnRow(one.model, cells))
    return rows


def listed_rows(found: Found | None) -> list[ColumnRow]:
    """The models of a server that is no runner: it tells little more than their names."""
    return [
        ColumnRow(
            one.name,
            (
                one.display or one.name,
                one.size or "·",
                one.quantisation or "·",
                one.parameters or "·",
                "·",
                "·",
                one.state or "·",
            ),
        )
        for one in (found.models if found else ())
    ]


def engine_lines(taken: RunnerSnapshot) -> list[LabelledLine]:
    """The usable engines on one line, the others with what to type."""
    lines = [LabelledLine("engines", "  ".join(map(_engine, taken.engines)) or "none", most=2)]
    absent = [one for one in taken.engines if one.word is EngineWord.NOT_INSTALLED]
    if absent:
        names = " | ".join(one.name for one in absent)
        lines.append(LabelledLine("install", f"{_INSTALL} {names}", most=1))
    return lines


def state_words(taken: RunnerSnapshot) -> str:
    """What stands at the foot of the models: memory and disk."""
    parts = [f"{len(taken.loaded)} in memory"]
    if taken.silent:
        parts = ["it loads a model and does not say which"]
    if taken.disk is not None:
        parts.append(f"{size_words(taken.disk.models)} on the disk")
    return " · ".join(parts)


def detail_lines(details: ModelDetails) -> list[LabelledLine]:
    """What the runner tells of a model, then what its file says of itself."""
    entry = details.entry
    known = (
        ("tags", " ".join(entry.tags)),
        ("id", entry.id),
        ("format", entry.format),
        ("size", entry.size),
        ("quantisation", entry.quantisation),
        ("parameters", entry.parameters),
        ("architecture", entry.architecture),
        ("context", str(entry.context_size or "")),
    )
    lines = [LabelledLine(name, text, "$text-accent") for name, text in known if text]
    more = sorted(details.metadata.items())
    return lines + [LabelledLine(name, text, "$foreground 60%", most=4) for name, text in more]


def _model_row(model: HeldModel, now: float) -> ColumnRow:
    entry = model.entry
    cells = (
        entry.display,
        entry.size or "·",
        entry.quantisation or "·",
        entry.parameters or "·",
        _context(model),
        model.engine or "none",
        _state(model, now),
    )
    return ColumnRow(entry.name, cells)


def _context(model: HeldModel) -> str:
    in_force, packaged = model.context_size, model.entry.context_size
    if in_force is None:
        return "·"
    return str(in_force) if in_force == packaged or not packaged else f"{in_force} of {packaged}"


def _state(model: HeldModel, now: float) -> str:
    if model.state != "loaded":
        return model.state or "·"
    left = model.seconds_left(now)
    if left is None:
        return "loaded, stays"
    minutes, seconds = divmod(round(left), 60)
    return f"loaded, {minutes}:{seconds:02} left"


def _engine(engine: EngineStatus) -> str:
    return f"{_MARKS.get(engine.word, '○')} {engine.name} {engine.word}"
