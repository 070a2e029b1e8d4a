"""A real OCI registry on loopback, with files for models, that can be slow, broken or a liar."""

import asyncio
import hashlib
import json
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any

from kit.raw_server import Peer, serving

PIECE = 1 << 16
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.docker.ai.model.config.v0.1+json"
GGUF = "application/vnd.docker.ai.gguf.v3"
Pace = Callable[[int], Awaitable[None]]
Lie = Callable[[dict[str, Any]], Any]


async def at_once(_size: int) -> None:
    pass


def throttled(rate: float) -> Pace:
    """So many bytes a second, of each answer."""

    async def wait(size: int) -> None:
        await asyncio.wait({asyncio.get_running_loop().create_future()}, timeout=size / rate)

    return wait


@dataclass(frozen=True)
class Asked:
    """A request that the registry got; `start` is where its range begins."""

    path: str
    headers: dict[str, str]

    @property
    def start(self) -> int | None:
        told = re.fullmatch(r"bytes=(\d+)-", self.headers.get("range", ""))
        return int(told[1]) if told else None

    @property
    def is_of_blob(self) -> bool:
        return "/blobs/" in self.path


@dataclass
class Registry:
    """Its fields may be changed between requests, also from another thread."""

    pace: Pace = at_once
    cuts: list[int] = field(default_factory=list[int])
    """After so many bytes of its body, each next answer with a blob breaks off."""
    knows_ranges: bool = True
    chunked: bool = False
    """Blobs come without telling their length."""
    shown_start: int | None = None
    """Where a part is said to begin, in place of where it does."""
    lie: Callable[[bytes], bytes] = lambda content: content
    """What a blob's bytes become on their way."""
    lie_of_manifest: Lie = lambda manifest: manifest
    statuses: dict[str, int] = field(default_factory=dict[str, int])
    """What `manifests` and `blobs` answer in place of 200."""
    asked: list[Asked] = field(default_factory=list[Asked])
    url: str = ""
    _manifests: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    _blobs: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def add(self, name: str, content: bytes, tag: str = "latest") -> str:
        """Serve a file's content as a model; gives its digest."""
        digest, config = self._blob(content), self._blob(b"{}")
        licence = self._blob(b"as you like")
        self._manifests[f"/v2/{name}/manifests/{tag}"] = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": {"mediaType": CONFIG, "digest": config, "size": 2},
            "layers": [
                {"mediaType": "application/vnd.docker.ai.license", "digest": licence, "size": 11},
                {"mediaType": GGUF, "digest": digest, "size": len(content)},
                {"mediaType": f"{GGUF}.lora", "digest": licence, "size": 11},
            ],
        }
        return digest

    @property
    def starts(self) -> list[int | None]:
        """Where each request for a blob wanted to begin."""
        return [one.start for one in self.asked if one.is_of_blob]

    async def answer(self, peer: Peer) -> None:
        """All requests of one connection, until one is broken off."""
        while request := await peer.request():
            line, *fields = request.decode("latin-1").split("\r\n")
            pairs = (one.partition(": ") for one in fields if one)
            asked = Asked(line.split(" ")[1], {name.lower(): value for name, _, value in pairs})
            self.asked.append(asked)
            if not await self._answer(peer, asked):
                return

    def _blob(self, content: bytes) -> str:
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        self._blobs[digest] = content
        return digest

    async def _answer(self, peer: Peer, asked: Asked) -> bool:
        status = self.statuses.get("blobs" if asked.is_of_blob else "manifests", 200)
        blob = self._blobs.get(asked.path.rpartition("/")[2])
        if status == 200 and asked.is_of_blob and blob is not None:
            return await self._send_blob(peer, asked, blob)
        manifest = self._manifests.get(asked.path)
        if status == 200 and manifest is not None and MANIFEST in asked.headers["accept"]:
            body = self.lie_of_manifest(json.loads(json.dumps(manifest)))
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            await peer.send(_head(200, {"Content-Type": MANIFEST, "Content-Length": len(body)}))
            await peer.send(body)
        else:
            status = status if status != 200 else 404
            await peer.send(_head(status, {"Content-Length": 0}))
        return True

    async def _send_blob(self, peer: Peer, asked: Asked, blob: bytes) -> bool:
        content = self.lie(blob)
        start = asked.start if asked.start is not None and self.knows_ranges else None
        if start is not None and start >= len(content):
            await peer.send(_head(416, {"Content-Length": 0}))
            return True
        body = memoryview(content)[start or 0 :]
        await peer.send(self._head(start, len(content), len(body)))
        limit = self.cuts.pop(0) if self.cuts else None
        return await self._send_pieces(peer, body, limit)

    def _head(self, start: int | None, whole: int, length: int) -> bytes:
        told: dict[str, Any] = {"Content-Length": length}
        if self.chunked:
            told = {"Connection": "close"}
        if start is None:
            return _head(200, told)
        shown = start if self.shown_start is None else self.shown_start
        return _head(206, {**told, "Content-Range": f"bytes {shown}-{whole - 1}/{whole}"})

    async def _send_pieces(self, peer: Peer, body: memoryview, limit: int | None) -> bool:
        sent = body if limit is None else body[:limit]
        for begin in range(0, len(sent), PIECE):
            piece = sent[begin : begin + PIECE]
            await self.pace(len(piece))
            if peer.writer.is_closing():
                return False
            await peer.send(bytes(piece))
        return len(sent) == len(body) and not self.chunked


def _head(status: int, fields: dict[str, Any]) -> bytes:
    lines = [f"HTTP/1.1 {status} As told"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode()


@asynccontextmanager
async def registry_serving(registry: Registry) -> AsyncIterator[Registry]:
    answering: set[asyncio.Task[None]] = set()

    async def answer(peer: Peer) -> None:
        task = asyncio.ensure_future(registry.answer(peer))
        answering.add(task)
        await asyncio.wait({task})

    async with serving(answer) as server:
        registry.url = server.base
        try:
            yield registry
        finally:
            for task in answering:
                task.cancel()
            await asyncio.gather(*answering, return_exceptions=True)


@contextmanager
def registry_beside(registry: Registry) -> Iterator[Registry]:
    """In a thread of its own, for a story that waits."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    entered = registry_serving(registry)

    def wait_for(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    try:
        wait_for(entered.__aenter__())
        yield registry
    finally:
        wait_for(entered.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
