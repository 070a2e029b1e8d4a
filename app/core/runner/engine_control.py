"""How a runner's engines run a model: what was configured, and to configure it anew.

Shapes as of docker/model-runner: `pkg/inference/scheduling/api.go`. A configuration belongs to an
engine, a model and a mode, replaces the one before it whole, and is lost when the runner ends.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ..lanes import JsonValue
from ..wire.jsontext import as_count, as_list, as_object, as_text
from .act_failures import act_failed
from .calls import RunnerCalls
from .names import in_url

INSTALLING = 1800.0
"""Seconds; an engine's image has gigabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """One configuration; what was not set is None or empty."""

    engine: str = ""
    model: str = ""
    mode: str = ""
    context_size: int | None = None
    """Tokens."""
    keep_alive: str = ""
    """A duration of Go's such as `10m0s`, `-1` for ever."""
    flags: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """On one line, such as `context 8192, keep 10m0s, --temp 0.7`; empty if nothing is set."""
        context = f"context {self.context_size}" if self.context_size is not None else ""
        keep = f"keep {self.keep_alive}" if self.keep_alive else ""
        return ", ".join(part for part in (context, keep, " ".join(self.flags)) if part)


class EngineControl(RunnerCalls):
    """Each call that fails raises `RunnerApiError`."""

    async def configurations(self, model: str = "") -> list[Configured]:
        """Those that were made, of one model or of all; what was never configured is not there."""
        query = f"?model={in_url(model)}" if model else ""
        answer = await self.get(f"/engines/_configure{query}")
        self.must(answer, answer.status == 200 and isinstance(answer.json(), list))
        return [_configured(as_object(item)) for item in as_list(answer.json())]

    async def configure(self, wanted: Configured) -> None:
        """Let `wanted` be in force for its engine and model, and nothing of what was before.

        The runner then loads the model by itself, and gives up after a minute.
        """
        engine = f"/{in_url(wanted.engine)}" if wanted.engine else ""
        answer = await self.ask(
            "POST",
            self.address.runner_url(f"/engines{engine}/_configure"),
            json.dumps(_body(wanted)).encode(),
        )
        if answer.status not in (200, 202) or answer.text:
            raise act_failed(self.address.given, wanted.model, answer)

    async def install(self, engine: str) -> None:
        """Fetch an engine that the runner can install."""
        url = self.address.runner_url("/engines/install-backend")
        body = json.dumps({"backend": engine}).encode()
        answer = await self.ask("POST", url, body, INSTALLING)
        if answer.status != 200:
            raise act_failed(self.address.given, "", answer)


def _body(wanted: Configured) -> dict[str, JsonValue]:
    body: dict[str, JsonValue] = {"model": wanted.model}
    if wanted.context_size is not None:
        body["context-size"] = wanted.context_size
    if wanted.keep_alive:
        body["keep_alive"] = wanted.keep_alive
    if wanted.flags:
        body["runtime-flags"] = list(wanted.flags)
    return body


def _configured(item: dict[str, JsonValue]) -> Configured:
    told = as_object(item.get("Config"))
    flags: Sequence[JsonValue] = as_list(told.get("runtime-flags"))
    return Configured(
        engine=as_text(item.get("Backend")),
        model=as_text(item.get("Model")),
        mode=as_text(item.get("Mode")),
        context_size=as_count(told.get("context-size")),
        keep_alive=as_text(told.get("keep_alive")),
        flags=tuple(as_text(flag) for flag in flags),
    )
