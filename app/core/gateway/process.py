"""A LiteLLM Proxy as its user sees it: start it, read its base and key, stop it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from ..children import Child
from ..failures import Failure
from ..progress import Progress
from ..secret import Secret
from .environment import LiteLLMInstall

FIRST_PORT = 4000


class LiteLLMProxy:
    """A real LiteLLM Proxy on loopback, in a child process that dies with us."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.base = ""
        """`http://127.0.0.1:PORT` once `start` has ended well, else empty."""
        self.key = Secret()
        """The master key that the proxy takes."""
        self._environment = environment
        self._child: Child | None = None

    async def start(
        self,
        install: LiteLLMInstall,
        *,
        config_text: str = "",
        config_path: Path | None = None,
        port: int | None = None,
    ) -> AsyncIterator[Progress | Failure]:
        """Start the proxy and wait until it answers; a `Failure` is the last item.

        `config_path` is used as it is, else `config_text`; `port` None means 4000 or
        the next free one. Closing the iterator early ends the child.
        """
        yield Progress("proxy", "starting LiteLLM Proxy")

    async def stop(self) -> None:
        """End the proxy; harmless when it does not run."""
        child, self._child, self.base = self._child, None, ""
        if child is not None:
            await child.stop()
