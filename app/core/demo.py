"""Everything that `--demo` needs: the embedded runner, and a real LiteLLM Proxy before it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

from .demo_lanes import ALIAS, MODEL, is_open
from .embedded.process import EmbeddedRunner, RunnerOptions
from .failures import Failure
from .gateway.config_yaml import ModelEntry, write_config
from .lanes import MODEL_PREFIX, JsonValue, Lane
from .lanes import Path as LanePath
from .local_proxy import LocalProxy
from .locations import cache_directory, data_directory
from .preparation import Preparation, PreparationStep
from .secret import Secret
from .wire.address import litellm_base, parse_engine_base

_KEEP_TIMINGS: dict[str, JsonValue] = {"include_usage": False}
"""LiteLLM rebuilds the chunk that holds the usage, and llama.cpp's timings ride on it.
Unasked, they stay on the chunk before it, which our proxy's settings let through."""


class Demo:
    """Two preparations that can run side by side; `stop` ends all that they started."""

    def __init__(
        self,
        options: RunnerOptions,
        environment: Mapping[str, str],
        *,
        runner: EmbeddedRunner | None = None,
        proxy: LocalProxy | None = None,
    ) -> None:
        self._options = options
        self._runner = runner or EmbeddedRunner(cache_directory(environment), environment)
        self._proxy = proxy or LocalProxy(
            environment, data_directory(environment), self.proxy_configuration
        )
        self._runner_settled = asyncio.Event()

    @property
    def base(self) -> str:
        """The runner's base once it runs, else empty."""
        return self._runner.base

    @property
    def model(self) -> str:
        """What the runner serves: the demo model, or a file's own name."""
        return self._runner.model or MODEL

    @property
    def proxy_base(self) -> str:
        """The proxy's base once it runs, else empty."""
        return self._proxy.base

    @property
    def proxy_key(self) -> Secret:
        return self._proxy.key

    def preparations(self, *, with_proxy: bool = True) -> tuple[Preparation, ...]:
        """The runner, and the proxy where one is wanted."""
        runner = Preparation(
            name="runner",
            title="Embedded runner",
            steps=self.start_runner,
            holds=lambda lane: is_open(lane) and lane.path.to_engine,
            settle=self.settle,
        )
        proxy = Preparation(
            name="proxy",
            title="LiteLLM Proxy",
            steps=self._proxy.start,
            holds=lambda lane: is_open(lane) and lane.path is LanePath.PROXY,
            settle=self.settle,
        )
        return (runner, proxy) if with_proxy else (runner,)

    async def start_runner(self) -> AsyncIterator[PreparationStep]:
        """Start the embedded runner; a `Failure` is the last item."""
        try:
            async for step in self._runner.start(self._options):
                yield step
        finally:
            self._runner_settled.set()

    def settle(self, lane: Lane) -> Lane:
        """The lane with the demo's own base and key where it had left them open."""
        if not is_open(lane):
            return lane
        if lane.path is LanePath.PROXY:
            parameters = {"stream_options": _KEEP_TIMINGS, **lane.parameters}
            return replace(lane, base=self.proxy_base, key=self.proxy_key, parameters=parameters)
        origin = parse_engine_base(self.base).origin if self.base else ""
        base = origin + lane.base if lane.base else self.base
        if lane.path is LanePath.LITELLM:
            base = litellm_base(base)
        model = self.model if lane.model == MODEL else lane.model
        return replace(lane, base=base, model=model)

    async def stop(self) -> None:
        """End the proxy and the runner, the one that asks first."""
        await self._proxy.stop()
        await self._runner.stop()

    async def proxy_configuration(self) -> str | Failure:
        """The text of the proxy's configuration, once the runner runs; why not, if it will not."""
        await self._runner_settled.wait()
        if not self.base:
            return _no_runner()
        model, base = MODEL_PREFIX + self.model, parse_engine_base(self.base).litellm_base
        names = dict.fromkeys((ALIAS, MODEL, self.model))
        return write_config([ModelEntry(name, model, base) for name in names])


def _no_runner() -> Failure:
    return Failure(
        kind="runner-missing",
        summary="The LiteLLM Proxy of the demo has no runner to stand before",
        tried="starting LiteLLM Proxy",
        seen="the embedded runner did not start",
        cause="The proxy's only model is the embedded runner's.",
        cure="See to the embedded runner first: its own message says what is wrong.",
        command="quayside runner",
    )
