"""A LiteLLM Proxy as its user sees it: start it, read its base and key, stop it."""

import shutil
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from functools import partial
from pathlib import Path

from ..children import start_child
from ..failures import Failure
from ..progress import Progress
from ..secret import Secret
from ..wire.address import parse_gateway_base
from ..wire.connections import open_client
from .api import GatewayApi
from .child_watch import ChildWatch
from .environment import LiteLLMInstall
from .process_failures import Start, explain_disk, explain_end, explain_silence
from .proxy_setup import ProxySetup, is_free, make_private_directory, set_up

TICK_SECONDS = 1.0
START_SECONDS = 180.0
ATTEMPTS = 3


class LiteLLMProxy:
    """A real LiteLLM Proxy on loopback, in a child process that dies with us."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.base = ""
        """`http://127.0.0.1:PORT` once `start` has ended well, else empty."""
        self.key = Secret()
        """The master key that the proxy takes."""
        self._environment = environment
        self._private: Path | None = None
        self._watch: ChildWatch | None = None
        self._setup: ProxySetup | None = None

    @property
    def running(self) -> bool:
        return self._watch is not None and not self._watch.ended

    async def start(
        self,
        install: LiteLLMInstall,
        *,
        config_text: str = "",
        config_path: Path | None = None,
        port: int | None = None,
    ) -> AsyncGenerator[Progress | Failure, None]:
        """Start the proxy and wait until it answers; a `Failure` is the last item.

        `config_path` is used as it is, else `config_text`; `port` None means 4000 or
        the next free one. Closing the iterator early ends the child.
        """
        await self.stop()
        attempts = 1 if port is not None else ATTEMPTS
        prepare = partial(
            set_up,
            install,
            self._environment,
            config_text=config_text,
            config_path=config_path,
            port=port,
        )
        try:
            async with aclosing(self._try(prepare, attempts)) as steps:
                async for step in steps:
                    yield step
        except OSError as problem:
            yield explain_disk(problem)
        finally:
            if not self.base:
                await self.stop()

    async def stop(self) -> None:
        """End the proxy; harmless when it does not run."""
        watch, self._watch, self.base = self._watch, None, ""
        private, self._private = self._private, None
        if watch is not None:
            await watch.stop()
        if private is not None:
            shutil.rmtree(private, ignore_errors=True)

    async def failure(self) -> Failure | None:
        """Why a proxy that had started has ended, None while it runs."""
        if self._watch is None or self._setup is None or not self._watch.ended:
            return None
        return explain_end(self._attempt(self._setup, self._watch), await self._watch.exit_status())

    async def _try(
        self, prepare: Callable[[Path], ProxySetup | Failure], attempts: int
    ) -> AsyncGenerator[Progress | Failure, None]:
        """Start anew on the next port while a stranger comes to ours before us."""
        for left in reversed(range(attempts)):
            self._private = make_private_directory()
            setup = prepare(self._private)
            if isinstance(setup, Failure):
                yield setup
                return
            failure = None
            async with aclosing(self._run(setup)) as steps:
                async for step in steps:
                    if isinstance(step, Failure):
                        failure = step
                    else:
                        yield step
            if failure is None:
                return
            await self.stop()
            if not left or is_free(setup.port):
                yield failure
                return

    async def _run(self, setup: ProxySetup) -> AsyncGenerator[Progress | Failure, None]:
        child = await start_child(setup.command, setup.environment, leaves=self._private)
        watch = ChildWatch(child)
        self._watch, self._setup = watch, setup
        address = parse_gateway_base(setup.base)
        async with open_client(address) as client:
            api = GatewayApi(address, setup.key, client)
            async for seconds in watch.ticks(TICK_SECONDS):
                yield Progress("proxy", f"starting LiteLLM Proxy, {seconds:.0f} s")
                if await api.liveliness() is None:
                    yield await self._arrive(setup, api)
                    return
                if seconds > START_SECONDS:
                    yield explain_silence(self._attempt(setup, watch), seconds)
                    return
        yield explain_end(self._attempt(setup, watch), await watch.exit_status())

    async def _arrive(self, setup: ProxySetup, api: GatewayApi) -> Progress | Failure:
        # Its key proves that it is ours: another program may have come to this port first.
        aliases = await api.aliases()
        if isinstance(aliases, Failure):
            return aliases
        self.base, self.key = setup.base, setup.key
        return Progress("proxy", f"LiteLLM Proxy listens on {setup.base}")

    def _attempt(self, setup: ProxySetup, watch: ChildWatch) -> Start:
        return Start(setup.command, watch.lines, setup.secrets, setup.problems)
