from collections.abc import Iterator

import pytest

from kit.live_runner import LiveRunner, live_runner


@pytest.fixture(scope="session")
def embedded_runner() -> Iterator[LiveRunner]:
    with live_runner() as runner:
        yield runner
