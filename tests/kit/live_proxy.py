import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kit.live_runner import LiveRunner, model_cache
from kit.loop_thread import loop_thread
from quayside.app.core.failures import Failure
from quayside.app.core.gateway.config_yaml import ModelEntry, write_config
from quayside.app.core.gateway.environment import (
    LiteLLMInstall,
    available_litellm,
    environment_directory,
    make_environment,
)
from quayside.app.core.gateway.process import LiteLLMProxy
from quayside.app.core.secret import Secret

MODEL = "docker_model_runner/ai/smollm2"


@dataclass(frozen=True)
class LiveProxy:
    base: str
    key: Secret
    install: LiteLLMInstall
    runner: LiveRunner


async def live_litellm() -> LiteLLMInstall:
    """The LiteLLM of the live tests; made on the first call."""
    found = available_litellm(os.environ, model_cache())
    if found is None:
        async for step in make_environment(environment_directory(model_cache()), os.environ):
            assert not isinstance(step, Failure), f"{step.summary}\n{step.seen}"
        found = available_litellm(os.environ, model_cache())
    assert found is not None
    return found


def _config(runner: LiveRunner) -> str:
    with_version, without = f"{runner.base}/v1", runner.base
    return write_config(
        [
            ModelEntry("smollm2", MODEL, with_version),
            ModelEntry("lost", MODEL, without),
            ModelEntry("docker_model_runner/*", "docker_model_runner/*", with_version),
        ]
    )


async def _start(proxy: LiteLLMProxy, install: LiteLLMInstall, text: str) -> None:
    async for step in proxy.start(install, config_text=text):
        assert not isinstance(step, Failure), f"{step.summary}\n{step.seen}"


@contextmanager
def live_proxy(runner: LiveRunner) -> Iterator[LiveProxy]:
    proxy = LiteLLMProxy(os.environ)
    with loop_thread() as wait_for:
        try:
            install = wait_for(live_litellm())
            wait_for(_start(proxy, install, _config(runner)))
            yield LiveProxy(proxy.base, proxy.key, install, runner)
        finally:
            wait_for(proxy.stop())
