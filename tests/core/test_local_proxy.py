from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kit.scripted import a_failure
from quayside.app.core import local_proxy
from quayside.app.core.failures import Failure
from quayside.app.core.gateway import environment as litellm_environment
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.process import LiteLLMProxy
from quayside.app.core.local_proxy import LocalProxy
from quayside.app.core.progress import Progress

INSTALL = LiteLLMInstall(("litellm",), Path("python"), "1.106.2", made=True)
STARTING = Progress("proxy", "starting")


class FakeProcess(LiteLLMProxy):
    def __init__(self) -> None:
        super().__init__({})
        self.given: tuple[str, Path | None] | None = None
        self.stopped = False

    async def start(
        self, install, *, config_text="", config_path=None, port=None
    ) -> AsyncIterator[Progress | Failure]:
        self.given = (config_text, config_path)
        self.base = "http://127.0.0.1:4000"
        yield STARTING

    async def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def litellm(monkeypatch):
    found: list[LiteLLMInstall | None] = [INSTALL]
    making: list[Progress | Failure] = [Progress("litellm", "installing")]

    async def make(directory, environment):
        for step in making:
            yield step
        found[0] = INSTALL if making[-1:] != [a_failure()] and "vanish" not in environment else None

    for module in (litellm_environment, local_proxy):
        monkeypatch.setattr(module, "available_litellm", lambda *_: found[0])
    monkeypatch.setattr(litellm_environment, "make_environment", make)
    return found, making


def a_proxy(process, configuration, environment=None) -> LocalProxy:
    async def given():
        return configuration

    return LocalProxy(environment or {}, Path("data"), given, process)


async def steps(proxy):
    return [step async for step in proxy.start()]


async def test_a_litellm_that_is_there_is_started_with_the_text(litellm) -> None:
    process = FakeProcess()
    proxy = a_proxy(process, "model_list: []")
    assert await steps(proxy) == [STARTING]
    assert process.given == ("model_list: []", None)
    assert proxy.base == "http://127.0.0.1:4000"
    assert not proxy.key
    await proxy.stop()
    assert process.stopped


async def test_a_file_is_used_as_it_is(litellm) -> None:
    process = FakeProcess()
    await steps(a_proxy(process, Path("config.yaml")))
    assert process.given == ("", Path("config.yaml"))


async def test_a_missing_litellm_is_made_first(litellm) -> None:
    litellm[0][0] = None
    assert await steps(a_proxy(FakeProcess(), "")) == [Progress("litellm", "installing"), STARTING]


async def test_an_installation_that_failed_ends_it(litellm) -> None:
    litellm[0][0] = None
    litellm[1].append(a_failure())
    process = FakeProcess()
    assert (await steps(a_proxy(process, "")))[-1] == a_failure()
    assert process.given is None


async def test_a_litellm_that_vanished_is_told(litellm) -> None:
    litellm[0][0] = None
    (_, last) = await steps(a_proxy(FakeProcess(), "", {"vanish": "1"}))
    assert isinstance(last, Failure)
    assert last.command == "quayside litellm install"


async def test_without_a_configuration_nothing_is_started(litellm) -> None:
    process = FakeProcess()
    assert await steps(a_proxy(process, a_failure())) == [a_failure()]
    assert process.given is None
