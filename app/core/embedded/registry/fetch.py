"""One blob on its way into the models folder: gone on with, checked, then given its name."""

import asyncio
import contextlib
import errno
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import httpx

from ...failures import Failure
from ...file_lock import FileLock
from .blob import Blob, blob_file
from .client import BadAnswer, BlobAnswer, RangeRefused, Registry
from .failures import (
    explain_answer,
    explain_elsewhere,
    explain_lost,
    explain_not_stored,
    explain_wrong_bytes,
)
from .part import OpenPart, Part, WrongBytes, append_to, has_room, open_part, settle


class BlobFetch:
    """`done` counts the bytes that are there, from the beginning.

    Cancelled or cut off, it leaves its part for the next; a part whose bytes are wrong, or
    that the disk has no room for, is removed.
    """

    def __init__(
        self,
        registry: Registry,
        repository: str,
        blob: Blob,
        models: Path,
        opener: OpenPart = append_to,
    ) -> None:
        self.blob = blob
        self._registry, self._repository = registry, repository
        self._path, self._target = blob.part(models), blob_file(models, blob.digest)
        self._lock = FileLock(blob.lock(models))
        self._lock_file = blob.lock(models)
        self._opener = opener
        self.done = self._there()

    async def run(self) -> Failure | None:
        """None once the blob lies under its own name."""
        if self._target.is_file() and self._target.stat().st_size == self.blob.size:
            self.done = self.blob.size
            return None
        try:
            if not self._lock.take():
                return explain_elsewhere(self._path)
        except OSError as error:
            return explain_not_stored(self._path, error)
        try:
            return await self._run()
        finally:
            self._lock.release()
            with contextlib.suppress(OSError):
                self._lock_file.unlink(missing_ok=True)

    async def _run(self) -> Failure | None:
        try:
            await self._fill()
            await _to_its_end(asyncio.to_thread(settle, self._path, self._target))
        except httpx.HTTPError as error:
            return explain_lost(self._registry.url, error)
        except BadAnswer as error:
            return explain_answer(error)
        except WrongBytes as error:
            self._remove()
            return explain_wrong_bytes(self.blob, str(error))
        except OSError as error:
            self._remove()
            return explain_not_stored(self._path, error)
        return None

    async def _fill(self) -> None:
        part = open_part(self._path, self._opener)
        try:
            await part.read_what_is_there()
            if part.size > self.blob.size:
                self._start_anew(part)
            self._make_sure_of_room(part)
            if part.size < self.blob.size:
                await self._receive(part)
            part.check(self.blob)
        finally:
            part.close()

    async def _receive(self, part: Part) -> None:
        try:
            await self._receive_from(part, part.size)
        except RangeRefused:
            self._start_anew(part)
            await self._receive_from(part, 0)

    async def _receive_from(self, part: Part, start: int) -> None:
        async with self._registry.open(self._repository, self.blob, start) as answer:
            self._check_length(answer)
            if answer.start != part.size:
                self._start_anew(part)
            async for piece in answer.pieces:
                if part.size + len(piece) > self.blob.size:
                    raise WrongBytes(f"more than {self.blob.size} bytes")
                part.take(piece)
                self.done = part.size

    def _check_length(self, answer: BlobAnswer) -> None:
        if answer.length is not None and answer.start + answer.length != self.blob.size:
            told = answer.start + answer.length
            raise WrongBytes(f"{told} bytes, not {self.blob.size}")

    def _start_anew(self, part: Part) -> None:
        part.start_anew()
        self.done = 0

    def _make_sure_of_room(self, part: Part) -> None:
        """Better told at once than when everything else on the disk has come to a stop too."""
        if not has_room(self._path.parent, self.blob.size - part.size):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))

    def _there(self) -> int:
        try:
            size = self._path.stat().st_size
        except OSError:
            return 0
        return size if size <= self.blob.size else 0

    def _remove(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Also where it is cancelled meanwhile: a thread cannot be, and would work on unseen."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
