"""The requests of a pull, by the OCI distribution protocol: a manifest, and blobs in part."""

import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from ..... import __version__
from ...wire.address import parse_engine_base
from ...wire.connections import is_local
from ...wire.origin import read_origin
from .blob import Blob
from .manifest import LARGEST_MANIFEST, MANIFEST_TYPES, BadManifest, read_manifest
from .naming import RepositoryTag

PATIENCE = httpx.Timeout(connect=10.0, read=60.0, write=10.0, pool=10.0)
_MOST_REDIRECTS = 5
_RANGE = re.compile(r"bytes (\d{1,20})-\d{1,20}/(?:\d{1,20}|\*)")


class BadAnswer(Exception):
    """The registry answered with a status that is no success."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(f"the registry answered {status}")
        self.url = url
        self.status = status


class RangeRefused(Exception):
    """The registry cannot go on from there."""


@dataclass(frozen=True, slots=True)
class BlobAnswer:
    """A blob as it comes, from the byte `start`; `length` of what comes, where it is told."""

    start: int
    length: int | None
    pieces: AsyncIterator[bytes]


class Registry:
    """`url` is `http(s)://host[:port][/prefix]`. All calls raise `httpx.HTTPError` too, and
    `OSError` where the environment names certificates that cannot be read."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._trusts_environment = not is_local(parse_engine_base(read_origin(url).origin))
        self._tls: ssl.SSLContext | None = None

    async def find(self, name: RepositoryTag) -> Blob:
        """The model's GGUF. Raises `BadAnswer`, `BadManifest` and `UnsupportedModel`."""
        url = f"{self.url}/v2/{name.repository}/manifests/{name.tag}"
        async with self._get(url, {"accept": ", ".join(MANIFEST_TYPES)}) as response:
            if response.status_code != 200:
                raise BadAnswer(url, response.status_code)
            return read_manifest(await _read_bounded(response))

    @asynccontextmanager
    async def open(self, repository: str, blob: Blob, start: int) -> AsyncGenerator[BlobAnswer]:
        """The blob from `start`, or whole from a registry that knows no ranges.

        Raises `RangeRefused` and `BadAnswer`.
        """
        url = f"{self.url}/v2/{repository}/blobs/{blob.digest}"
        async with self._get(url, {"range": f"bytes={start}-"} if start else {}) as response:
            yield BlobAnswer(_begin(response, url, start), _length(response), response.aiter_raw())

    @asynccontextmanager
    async def _get(self, url: str, headers: dict[str, str]) -> AsyncGenerator[httpx.Response]:
        # Compressed on its way, a blob could not be gone on with.
        plain = {"accept-encoding": "identity", "user-agent": f"quayside/{__version__}"}
        async with (
            httpx.AsyncClient(
                timeout=PATIENCE,
                verify=self._certificates(),
                trust_env=self._trusts_environment,
                follow_redirects=True,
                max_redirects=_MOST_REDIRECTS,
            ) as client,
            client.stream("GET", url, headers={**plain, **headers}) as response,
        ):
            yield response

    def _certificates(self) -> ssl.SSLContext:
        """Read once: that takes longer than a small pull."""
        if self._tls is None:
            self._tls = httpx.create_ssl_context(trust_env=self._trusts_environment)
        return self._tls


def _begin(response: httpx.Response, url: str, asked: int) -> int:
    if response.status_code == 200:
        return 0
    if not asked or response.status_code not in (206, 416):
        raise BadAnswer(url, response.status_code)
    told = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if response.status_code == 416 or told is None or int(told[1]) != asked:
        raise RangeRefused
    return asked


def _length(response: httpx.Response) -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if re.fullmatch(r"[0-9]{1,20}", text) else None


async def _read_bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > LARGEST_MANIFEST:
            raise BadManifest(f"a manifest of more than {LARGEST_MANIFEST} bytes")
    return bytes(body)
