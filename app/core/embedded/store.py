"""The models that the embedded runner holds, in the shapes of Docker Model Runner."""

import hashlib
import json
from dataclasses import dataclass
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
            "tags": [self.tag],
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

    def find(self, reference: str) -> StoredModel:
        """The model that inference takes for `reference`. Raises `ModelNotFound`."""
        for model in self._models:
            own = model.identity if is_model_id(reference) else model.tag
            if same_model(own, reference):
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
