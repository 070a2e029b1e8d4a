"""The runner's own JSON, read without trust: a wrong shape gives less, never an error.

Shapes as of docker/model-runner: `pkg/inference/models/api.go`, `pkg/inference/scheduling/api.go`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ..lanes import JsonValue
from .names import display, same_model

MOST_ENTRIES = 1000
"""A list longer than this is cut: no machine holds so many models."""
LONGEST_TEXT = 1000
"""Characters of one name or description; a longer one is cut."""


class EngineWord(StrEnum):
    """An engine's state in one word."""

    RUNNING = "running"
    INSTALLING = "installing"
    NOT_INSTALLED = "not installed"
    ERROR = "error"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """One line of `GET /engines/status`; `text` is the runner's own, `details` what follows."""

    name: str
    word: EngineWord
    details: str
    text: str

    @property
    def usable(self) -> bool:
        return self.word is EngineWord.RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """A model in a runner's store. Texts are the runner's; what it leaves out is empty."""

    id: str
    tags: tuple[str, ...] = ()
    format: str = ""
    quantisation: str = ""
    parameters: str = ""
    architecture: str = ""
    size: str = ""
    context_size: int | None = None
    """Tokens, as packaged; the engine's own setting may be smaller."""
    created: int | None = None
    """Seconds since 1970."""

    @property
    def name(self) -> str:
        return self.tags[0] if self.tags else self.id

    @property
    def display(self) -> str:
        return display(self.name)

    def is_called(self, name: str) -> bool:
        return any(same_model(name, known) for known in (*self.tags, self.id))


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model in memory, or on its way there; `model` as its first caller spelled it."""

    engine: str
    model: str
    mode: str
    in_use: bool = False
    loading: bool = False
    keep_alive: str = ""
    last_used: str = ""


def read_status(value: JsonValue) -> dict[str, EngineStatus]:
    """Engines by name; empty when `value` is not a runner's status (an object of texts)."""
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        return {}
    lines = list(value.items())[:MOST_ENTRIES]
    engines = {name: _engine_status(_text(name), _text(text)) for name, text in lines}
    known = any(engine.word is not EngineWord.UNKNOWN for engine in engines.values())
    return engines if known or "llama.cpp" in engines else {}


def read_models(value: JsonValue) -> list[ModelEntry]:
    """Models of `GET /models` (an array) or of an OpenAI list (`data`)."""
    if isinstance(value, dict):
        value = value.get("data")
    return [entry for item in _objects(value) if (entry := read_model(item)) is not None]


def read_model(value: JsonValue) -> ModelEntry | None:
    """One model in either shape, or None."""
    if not isinstance(value, dict) or not (identity := _text(value.get("id"))):
        return None
    details = value.get("config", value.get("dmr"))
    details = details if isinstance(details, dict) else {}
    return ModelEntry(
        id=identity,
        tags=_texts(value.get("tags")),
        format=_text(details.get("format")),
        quantisation=_text(details.get("quantization")),
        parameters=_text(details.get("parameters")),
        architecture=_text(details.get("architecture")),
        size=_text(details.get("size")),
        context_size=_count(details.get("context_size", details.get("context_window"))),
        created=_count(value.get("created")),
    )


def read_loaded(value: JsonValue) -> list[LoadedModel]:
    """The entries of `GET /engines/ps`."""
    return [
        LoadedModel(
            engine=_text(item.get("backend_name")),
            model=_text(item.get("model_name")),
            mode=_text(item.get("mode")),
            in_use=item.get("in_use") is True,
            loading=item.get("loading") is True,
            keep_alive=_text(item.get("keep_alive")),
            last_used=_text(item.get("last_used")),
        )
        for item in _objects(value)
        if _text(item.get("model_name"))
    ]


def _engine_status(name: str, text: str) -> EngineStatus:
    details = re.sub(r"(?i)^(running|installing|error|not installed)\b[:\s]*", "", text)
    return EngineStatus(name, _word(text.lower()), details.strip(), text)


def _word(text: str) -> EngineWord:
    words = (EngineWord.RUNNING, EngineWord.INSTALLING, EngineWord.ERROR)
    for word in words:
        if text.startswith(word):
            return word
    # Servers before v1.1.1 say `vLLM binary not found` for an engine that is not there.
    missing = "not installed" in text or "not found" in text
    return EngineWord.NOT_INSTALLED if missing else EngineWord.UNKNOWN


def _objects(value: JsonValue) -> list[dict[str, JsonValue]]:
    items = value[:MOST_ENTRIES] if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]


def _text(value: JsonValue) -> str:
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def _texts(value: JsonValue) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    return tuple(text for item in items[:MOST_ENTRIES] if (text := _text(item)))


def _count(value: JsonValue) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if 0 <= value < 2**53 else None
