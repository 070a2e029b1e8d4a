from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kit.registry import Registry, registry_serving
from kit.registry_pulls import Puller, gguf_bytes


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    return gguf_bytes(tmp_path)


@pytest.fixture
async def registry(content: bytes) -> AsyncIterator[Registry]:
    served = Registry()
    served.add("ai/river", content)
    async with registry_serving(served):
        yield served


@pytest.fixture
def puller(registry: Registry, tmp_path: Path) -> Puller:
    return Puller(registry, tmp_path)
