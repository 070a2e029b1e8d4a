"""The models in a runner's store: how much room they take, what they are, and their end.

Shapes as of docker/model-runner: `pkg/inference/models/http_handler.go`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..wire.jsontext import as_count, as_list, as_object, as_text
from .act_failures import act_failed
from .calls import RunnerCalls
from .exchange import Exchange
from .names import in_url
from .shapes import ModelEntry, read_model

LONG = 30.0
"""Seconds; to remove gigabytes takes a while on some disks."""
MOST_METADATA = 2000


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Bytes; `engines` counts the runner's own copy of its usual engine."""

    models: int
    engines: int


@dataclass(frozen=True, slots=True)
class ModelDetails:
    """A model, and what its GGUF file says of itself: all as the runner's texts."""

    entry: ModelEntry
    metadata: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Removed:
    """Names that it had, and digests that are gone from the disk."""

    untagged: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


class ModelStore(RunnerCalls):
    """Each call that fails raises `RunnerApiError`."""

    async def disk(self) -> DiskUse:
        answer = await self.get("/engines/df")
        told = answer.json_object()
        models = as_count(told.get("models_disk_usage"))
        self.must(answer, models is not None)
        return DiskUse(models or 0, as_count(told.get("default_backend_disk_usage")) or 0)

    async def details(self, name: str) -> ModelDetails:
        """Of the model that is called `name`, and of no other."""
        answer = await self.ask("GET", self._url(name))
        entry = read_model(answer.json_object())
        # The route falls back to parts of names: `qwen3` finds `myorg/qwen3:x`.
        if entry is None or not entry.is_called(name):
            raise act_failed(self.address.given, name, _unknown(answer))
        told = as_object(as_object(answer.json_object().get("config")).get("gguf"))
        texts = list(told.items())[:MOST_METADATA]
        return ModelDetails(entry, {key: as_text(value) for key, value in texts})

    async def remove(self, name: str, *, force: bool = False) -> Removed:
        """Take `name` away; the last name of a model takes its file along.

        `force` removes a model that has several names, with all of them.
        """
        url = f"{self._url(name)}?force=true" if force else self._url(name)
        answer = await self.ask("DELETE", url, seconds=LONG)
        if answer.status != 200 or not isinstance(answer.json(), list):
            raise act_failed(self.address.given, name, answer)
        lines = [as_object(line) for line in as_list(answer.json())]
        return Removed(
            tuple(as_text(line["Untagged"]) for line in lines if "Untagged" in line),
            tuple(as_text(line["Deleted"]) for line in lines if "Deleted" in line),
        )

    def _url(self, name: str) -> str:
        return self.address.runner_url(f"/models/{in_url(name, safe='/:@')}")


def _unknown(answer: Exchange) -> Exchange:
    """A runner that found another model has none of this name."""
    if not answer.json_object():
        return answer
    return Exchange(
        method=answer.method, url=answer.url, status=404, body=b"model not found: " + answer.body
    )
