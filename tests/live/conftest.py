import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.live_home import share_programs
from kit.live_proxy import LiveProxy, live_litellm, live_proxy
from kit.live_runner import LiveRunner, live_runner
from quayside.app.core.gateway.environment import LiteLLMInstall


@pytest.fixture(scope="session")
def embedded_runner() -> Iterator[LiveRunner]:
    with live_runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def litellm_install() -> LiteLLMInstall:
    return asyncio.run(live_litellm())


@pytest.fixture(scope="session")
def litellm_proxy(embedded_runner: LiveRunner) -> Iterator[LiveProxy]:
    with live_proxy(embedded_runner) as proxy:
        yield proxy


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("QUAYSIDE_", "LITELLM_", "DOCKER_MODEL_RUNNER_", "XDG_"))
    }
    # The model and LiteLLM are shared with the other live tests; nothing else is.
    cache, data = (tmp_path / name for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"))
    share_programs(cache, data)
    environment |= {"XDG_CACHE_HOME": str(cache), "XDG_DATA_HOME": str(data)}
    return {**environment, "HOME": str(tmp_path)}
