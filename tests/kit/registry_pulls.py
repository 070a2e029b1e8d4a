"""Pulls from the loopback registry into a folder, as the embedded runner makes them."""

import errno
import hashlib
import os
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO

from kit.embedded import write_gguf
from kit.registry import Registry as Served
from quayside.app.core.embedded.pulling import Pulling
from quayside.app.core.embedded.registry.client import Registry
from quayside.app.core.embedded.registry.part import OpenPart, append_to
from quayside.app.core.embedded.registry.pulled import PulledModels
from quayside.app.core.embedded.registry.pulls import RegistryPulls
from quayside.app.core.embedded.store import ModelStore
from quayside.app.core.failures import Failure
from quayside.app.core.progress import Progress

Step = Progress | Failure


def gguf_bytes(folder: Path, size: int = 200_000) -> bytes:
    """A readable GGUF whose tensors are told of and filled with different bytes."""
    head = write_gguf(folder / "source.gguf").read_bytes()
    (folder / "source.gguf").unlink()
    return head + bytes(index * 7 % 251 for index in range(size - len(head)))


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def done_of(steps: list[Step]) -> list[int]:
    return [step.done for step in steps if isinstance(step, Progress)]


class Puller:
    """One runner's pulls; a new one on the same folder is the runner started again."""

    def __init__(self, served: Served, folder: Path, opener: OpenPart = append_to) -> None:
        self.store = ModelStore()
        self.models = folder / "models"
        self.pulled = PulledModels(self.models)
        self._pulls = RegistryPulls(Registry(served.url), self.pulled, self.store, opener)

    async def steps(self, name: str) -> AsyncGenerator[Step]:
        begun = await self._pulls.begin(name)
        if isinstance(begun, Pulling):
            async with aclosing(begun.steps) as steps:
                async for step in steps:
                    yield step

    async def pull(self, name: str = "ai/river") -> list[Step]:
        return [step async for step in self.steps(name)]

    async def pull_until(self, done: int, name: str = "ai/river") -> None:
        """Hang up once so many bytes are told of."""
        async with aclosing(self.steps(name)) as steps:
            async for step in steps:
                if isinstance(step, Failure) or step.done >= done:
                    return

    def files(self) -> list[str]:
        """All that lies in the models folder, without the index."""
        found = (path for path in self.models.rglob("*") if path.is_file())
        return sorted(path.name for path in found if path.name != "registry.json")

    def content(self, digest: str) -> bytes:
        return (self.models / f"{digest.replace(':', '-')}.gguf").read_bytes()


class FullDisk:
    """Takes so many bytes, then says what a full disk says."""

    def __init__(self, file: BinaryIO, room: int) -> None:
        self._file, self._room = file, room

    def write(self, piece: bytes) -> int:
        if len(piece) > self._room:
            self._file.write(piece[: self._room])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._room -= len(piece)
        return self._file.write(piece)

    def __getattr__(self, name: str):
        return getattr(self._file, name)
