"""The models that came from a registry: files in the models folder, and an index of names."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from ...private_file import write_private
from ...runner.names import normalise
from ..gguf import NotGguf
from ..store import StoredModel, read_model
from .blob import BadBlob, blob_file, digest_digits

_LARGEST_INDEX = 1 << 20
_MOST_NAMES = 100
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class _Entry:
    digest: str
    names: tuple[str, ...]


class PulledModels:
    """The models folder of a cache. Several runners may share it: the index is read before
    each write, and written whole."""

    def __init__(self, models: Path) -> None:
        self.folder = models
        self._index = models / "registry.json"

    def read(self) -> list[StoredModel]:
        """All that are still there and can be read; what is strange in the index is left out."""
        found: list[StoredModel] = []
        for entry in self._entries():
            with contextlib.suppress(OSError, NotGguf):
                found.append(self.describe(entry.digest, entry.names))
        return found

    def describe(self, digest: str, names: Sequence[str]) -> StoredModel:
        """The model of a fetched blob. Raises `NotGguf` or `OSError`."""
        first, *others = names
        model = read_model(blob_file(self.folder, digest), first)
        return replace(model, identity=digest, others=tuple(map(normalise, others)))

    def holds(self, model: StoredModel) -> bool:
        """Whether the model came from a registry: then its file is ours to remove."""
        try:
            return model.path == blob_file(self.folder, model.identity)
        except BadBlob:
            return False

    def keep(self, model: StoredModel) -> None:
        """Note its names of now; harmless for a model of another kind. Raises `OSError`."""
        if self.holds(model):
            others = [one for one in self._entries() if one.digest != model.identity]
            self._write([*others, _Entry(model.identity, model.tags)])

    def remove(self, model: StoredModel) -> None:
        """The file and its entry; harmless for a model of another kind. Raises `OSError`."""
        if self.holds(model):
            model.path.unlink(missing_ok=True)
            self._write([one for one in self._entries() if one.digest != model.identity])

    def _write(self, entries: Sequence[_Entry]) -> None:
        shown = [{"digest": one.digest, "names": list(one.names)} for one in entries]
        write_private(self._index, json.dumps({"models": shown}, indent=1).encode())

    def _entries(self) -> list[_Entry]:
        entries = {one.digest: one for one in map(_entry, self._listed()) if one is not None}
        return [one for one in entries.values() if blob_file(self.folder, one.digest).is_file()]

    def _listed(self) -> list[object]:
        try:
            with self._index.open("rb") as file:
                document = json.loads(file.read(_LARGEST_INDEX))
        except (OSError, ValueError, RecursionError):
            return []
        listed = _get(document, "models")
        return cast("list[object]", listed) if isinstance(listed, list) else []


def _entry(value: object) -> _Entry | None:
    digest, names = _get(value, "digest"), _get(value, "names")
    if not isinstance(digest, str) or not isinstance(names, list):
        return None
    known = [one for one in cast("list[object]", names)[:_MOST_NAMES] if isinstance(one, str)]
    kept = tuple(
        one for one in known if 0 < len(one.strip()) <= _LONGEST_NAME and one.isprintable()
    )
    try:
        digest_digits(digest)
    except BadBlob:
        return None
    return _Entry(digest, kept) if kept else None


def _get(value: object, key: str) -> object:
    return cast("dict[str, object]", value).get(key) if isinstance(value, dict) else None
