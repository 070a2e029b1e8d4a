"""One source for the lanes of all paths."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from .lanes import Lane, Message, Path
from .locations import data_directory
from .wire.source import ReplySource

if TYPE_CHECKING:
    from .events import Event


def open_source(environment: Mapping[str, str], *, raw: bool = False) -> ReplySource:
    """Answers each lane by its path; nothing is imported or started before a lane needs it.

    `raw` adds the body's pieces to the events, as `BytesReceived`.
    """

    def native() -> ReplySource:
        from .runner.api import loading_probe
        from .wire.client import EngineClient

        return EngineClient(loading=loading_probe, raw=raw)

    def litellm() -> ReplySource:
        from .gateway.sdk_source import LiteLLMSource

        return LiteLLMSource(environment, data_directory(environment), raw=raw)

    return PathSource(native, {Path.LITELLM: litellm})


class PathSource:
    """Hands each lane to the source of its path, made when the first such lane asks."""

    def __init__(
        self,
        usual: Callable[[], ReplySource],
        special: Mapping[Path, Callable[[], ReplySource]],
    ) -> None:
        self._usual = usual
        self._special = special
        self._opened: dict[Callable[[], ReplySource], ReplySource] = {}

    async def reply(self, lane: Lane, messages: Sequence[Message]) -> "AsyncGenerator[Event, None]":
        make = self._special.get(lane.path, self._usual)
        if make not in self._opened:
            self._opened[make] = make()
        async with aclosing(self._opened[make].reply(lane, messages)) as events:
            async for event in events:
                yield event

    async def close(self) -> None:
        """Let go of all that was opened."""
        opened, self._opened = list(self._opened.values()), {}
        for source in opened:
            await source.close()
