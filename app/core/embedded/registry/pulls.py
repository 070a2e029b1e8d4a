"""A pull from the registry, from the name that was asked for to the model that is served."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import httpx

from ...failures import Failure
from ...progress import Progress
from ...runner.names import normalise
from ..answers import Refused
from ..gguf import NotGguf
from ..pulling import Pulling
from ..store import ModelStore, StoredModel
from .blob import Blob, blob_file
from .client import BadAnswer, Registry
from .failures import explain_lost, explain_not_a_model, explain_not_stored
from .fetch import BlobFetch
from .manifest import BadManifest, UnsupportedModel
from .naming import BadName, RepositoryTag, read_reference
from .part import OpenPart, append_to
from .pulled import PulledModels
from .sharing import SharedFetches

_UNKNOWN = {401: (401, "Unauthorized"), 403: (401, "Unauthorized"), 404: (404, "Model not found")}


class RegistryPulls:
    """Pulls any name from one registry into `pulled`, and offers it in `store`."""

    def __init__(
        self,
        registry: Registry,
        pulled: PulledModels,
        store: ModelStore,
        opener: OpenPart = append_to,
    ) -> None:
        self._registry, self._pulled, self._store = registry, pulled, store
        self._opener = opener
        self._fetches = SharedFetches()

    async def begin(self, reference: str) -> Pulling | StoredModel:
        """The pull, or the model where it is here as the registry has it. Raises `Refused`."""
        held = next((one for one in self._store.all() if one.is_called(reference)), None)
        if held is not None and not self._pulled.holds(held):
            return held
        name = _name(reference)
        blob = await self._find(name)
        if held is not None and held.identity == blob.digest:
            return held
        return Pulling(blob.digest, self._steps(reference, name, blob))

    async def _find(self, name: RepositoryTag) -> Blob:
        try:
            return await self._registry.find(name)
        except BadAnswer as error:
            status, text = _UNKNOWN.get(error.status, (500, _unexpected(error)))
            raise Refused(status, text) from error
        except UnsupportedModel as error:
            raise Refused(422, str(error)) from error
        except BadManifest as error:
            raise Refused(500, f"reading model from registry: {error}") from error
        except (httpx.HTTPError, OSError) as error:
            failure = explain_lost(self._registry.url, error)
            raise Refused(500, f"{failure.summary} {failure.seen}") from error

    async def _steps(
        self, reference: str, name: RepositoryTag, blob: Blob
    ) -> AsyncGenerator[Progress | Failure]:
        def start() -> BlobFetch:
            models = self._pulled.folder
            return BlobFetch(self._registry, name.repository, blob, models, self._opener)

        async with aclosing(self._fetches.steps(blob, start)) as steps:
            async for step in steps:
                yield step
                if isinstance(step, Failure):
                    return
        failure = await self._offer(reference, blob)
        if failure is not None:
            yield failure

    async def _offer(self, reference: str, blob: Blob) -> Failure | None:
        file = blob_file(self._pulled.folder, blob.digest)
        try:
            model = await asyncio.to_thread(self._pulled.describe, blob.digest, [reference])
            self._add(model)
            self._take_name(reference, blob.digest)
        except NotGguf as error:
            with suppress(OSError):
                file.unlink(missing_ok=True)
            return explain_not_a_model(blob, str(error))
        except OSError as error:
            return self._take_back(file, error)
        return None

    def _add(self, model: StoredModel) -> None:
        held = next((one for one in self._store.all() if one.identity == model.identity), None)
        if held is not None:
            names = dict.fromkeys((*held.tags, model.tag))
            model = replace(model, tag=held.tag, others=tuple(names)[1:])
        self._pulled.keep(model)
        self._store.add(model)

    def _take_name(self, reference: str, digest: str) -> None:
        """From the model that the registry had under it before."""
        for model in self._store.all():
            if model.identity == digest or normalise(reference) not in model.tags:
                continue
            if len(model.tags) == 1:
                self._store.remove(model)
                self._pulled.remove(model)
            else:
                self._store.untag(model, reference)
                self._pulled.keep(self._store.find(model.identity))

    def _take_back(self, file: Path, error: OSError) -> Failure:
        """A model that cannot be noted would lie there unknown for ever."""
        if all(model.path != file for model in self._store.all()):
            with suppress(OSError):
                file.unlink(missing_ok=True)
        return explain_not_stored(file, error)


def _name(reference: str) -> RepositoryTag:
    try:
        return read_reference(reference)
    except BadName:
        raise Refused(400, "Invalid model reference") from None


def _unexpected(error: BadAnswer) -> str:
    known = error.status in set(HTTPStatus)
    phrase = f" {HTTPStatus(error.status).phrase}" if known else ""
    return f"reading model from registry: GET {error.url}: {error.status}{phrase}"
