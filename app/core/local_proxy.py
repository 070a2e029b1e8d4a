"""A LiteLLM Proxy that Quayside runs for itself: LiteLLM is found or made, then started."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path

from .failures import Failure
from .gateway.environment import available_litellm
from .gateway.process import LiteLLMProxy
from .local_litellm import provide_litellm
from .preparation import PreparationStep
from .secret import Secret

Configuration = Callable[[], Awaitable["str | Path | Failure"]]
"""Gives the text or the file of the proxy's `config.yaml`, or why there is none.

It is asked for only when LiteLLM is there, so that what it waits for goes on meanwhile.
"""


class LocalProxy:
    """The whole way to a proxy that answers; nothing of LiteLLM enters this process."""

    def __init__(
        self,
        environment: Mapping[str, str],
        data_directory: Path,
        configuration: Configuration,
        proxy: LiteLLMProxy | None = None,
    ) -> None:
        self._environment = environment
        self._data_directory = data_directory
        self._configuration = configuration
        self._proxy = proxy or LiteLLMProxy(environment)

    @property
    def base(self) -> str:
        """`http://127.0.0.1:PORT` once `start` has ended well, else empty."""
        return self._proxy.base

    @property
    def key(self) -> Secret:
        return self._proxy.key

    async def start(self) -> AsyncIterator[PreparationStep]:
        """Make LiteLLM's environment if need be, start the proxy; a `Failure` is the last item."""
        async for step in provide_litellm(self._environment, self._data_directory):
            yield step
        install = available_litellm(self._environment, self._data_directory)
        if install is None:
            return
        configuration = await self._configuration()
        if isinstance(configuration, Failure):
            yield configuration
            return
        text, path = _text_or_path(configuration)
        async for step in self._proxy.start(install, config_text=text, config_path=path):
            yield step

    async def stop(self) -> None:
        """End the proxy; harmless when it does not run."""
        await self._proxy.stop()


def _text_or_path(configuration: str | Path) -> tuple[str, Path | None]:
    return (configuration, None) if isinstance(configuration, str) else ("", configuration)
