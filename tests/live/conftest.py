from collections.abc import Iterator

import pytest

from kit.live_proxy import LiveProxy, live_proxy
from kit.live_runner import LiveRunner, live_runner


@pytest.fixture(scope="session")
def embedded_runner() -> Iterator[LiveRunner]:
    with live_runner() as runner:
        yield runner


@pytest.fixture(scope="session")
def litellm_proxy(embedded_runner: LiveRunner) -> Iterator[LiveProxy]:
    with live_proxy(embedded_runner) as proxy:
        yield proxy
