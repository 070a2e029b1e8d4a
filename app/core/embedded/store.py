"""The models that the embedded runner holds, in the shapes of Docker Model Runner."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..runner.names import display, is_model_id, normalise, same_model
from .gguf import GgufSummary, read_gguf

_HEAD_BYTES = 1 << 20


class ModelNotFound(LookupError):
    """No such model here; the text is the runner's own."""


@dataclass(frozen=True, slots=True)
class StoredModel:
    """One GGUF with its full name; `identity` is `sha256:…` as in the runner's lists."""

    identity: str
    tag: str
    path: Path
    created: int
    size: int
    summary: GgufSummary
    others: tuple[str, ...] = ()
    """Further names, from `tag`."""

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.tag, *self.others)

    def is_called(self, reference: str) -> bool:
        return any(same_model(name, reference) for name in self.tags)

    def to_openai(self) -> dict[str, Any]:
        """An entry of `/v1/models`."""
        facts = {"context_window": self.summary.context_length, **self._facts()}
        return {
            "id": self.tag,
            "object": "model",
            "created": self.created,
            "owned_by": "docker",
            "dmr": {key: value for key, value in facts.items() if value},
        }

    def to_docker(self) -> dict[str, Any]:
        """An entry of `/models`."""
        config = {"format": "gguf", **self._facts(), "gguf": self.summary.metadata}
        return {
            "id": self.identity,
            "tags": list(self.tags),
            "created": self.created,
            "config": {key: value for key, value in config.items() if value},
        }

    def _facts(self) -> dict[str, str]:
        return {
            "quantization": self.summary.quantization,
            "parameters": f"{self.summary.parameters / 1e6:.2f}M",
            "architecture": self.summary.architecture,
            "size": format_size(self.size),
        }


def read_model(path: Path, reference: str) -> StoredModel:
    """Describe the GGUF at `path`. Raises `NotGguf` or `OSError`."""
    state = path.stat()
    digest = hashlib.sha256(str(state.st_size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_HEAD_BYTES))
    return StoredModel(
        identity=f"sha256:{digest.hexdigest()}",
        tag=normalise(reference),
        path=path,
        created=int(state.st_mtime),
        size=state.st_size,
        summary=read_gguf(path),
    )


def format_size(size: int) -> str:
    return f"{size / (1 << 20):.2f}MiB"


class ModelStore:
    """Models by name; the name may be written in any way that the runner takes."""

    def __init__(self) -> None:
        self._models: list[StoredModel] = []

    def add(self, model: StoredModel) -> None:
        self.remove(model)
        self._models.append(model)

    def remove(self, model: StoredModel) -> None:
        self._models = [other for other in self._models if other.identity != model.identity]

    def all(self) -> tuple[StoredModel, ...]:
        return tuple(self._models)

    def tag(self, model: StoredModel, reference: str) -> None:
        """Give a model one more name; another model that had it has it no longer."""
        name = normalise(reference)
        for other in self._models:
            if other is not model and name in other.others:
                self._replace(other, tuple(one for one in other.others if one != name))
        if name not in model.tags:
            self._replace(model, (*model.others, name))

    def untag(self, model: StoredModel, reference: str) -> str:
        """Take one of several names away; gives it as the runner lists it."""
        gone = next(name for name in model.tags if same_model(name, reference))
        first, *others = [name for name in model.tags if name != gone]
        renamed = replace(model, tag=first)
        self._models[self._models.index(model)] = renamed
        self._replace(renamed, tuple(others))
        return gone

    def _replace(self, model: StoredModel, others: tuple[str, ...]) -> None:
        self._models[self._models.index(model)] = replace(model, others=others)

    def find(self, reference: str) -> StoredModel:
        """The model that inference takes for `reference`. Raises `ModelNotFound`."""
        for model in self._models:
            by_id = is_model_id(reference) and same_model(model.identity, reference)
            if by_id or (not is_model_id(reference) and model.is_called(reference)):
                return model
        quoted = json.dumps(reference, ensure_ascii=False)
        raise ModelNotFound(f"error while getting model: get model '{quoted}': model not found")

    def find_partly(self, reference: str) -> StoredModel:
        """As `find`, and by the last part of a name alone, as `GET /models/{name}` does."""
        try:
            return self.find(reference)
        except ModelNotFound:
            for model in self._models:
                if display(model.tag).rpartition("/")[2].partition(":")[0] == reference:
                    return model
            raise ModelNotFound("model not found") from None
