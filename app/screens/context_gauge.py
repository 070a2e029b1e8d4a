"""How much of its context a lane has used, of what its engine really has."""

from collections.abc import Awaitable, Callable, Iterable

from ..core.conversation import Reply
from ..core.lanes import Lane

Asked = Callable[[Lane], Awaitable[int | None]]
_Place = tuple[str, str, str]


class ContextGauge:
    """Remembers each lane's limit, in tokens, as it was told last."""

    def __init__(self, ask: Asked) -> None:
        self._ask = ask
        self._limits: dict[_Place, int] = {}

    async def learn(self, lanes: Iterable[Lane]) -> None:
        """Ask anew: a runner can be configured in the course of a chat."""
        for lane in [*lanes]:  # Some may come and go while one is asked.
            if (limit := await self._ask(lane)) is not None:
                self._limits[_place(lane)] = limit

    def words(self, reply: Reply) -> str:
        """Such as `context 512 of 8,192`; empty where one of the two is not known."""
        usage, limit = reply.tally.usage, self._limits.get(_place(reply.lane))
        if usage is None or not limit:
            return ""
        used = usage.prompt_tokens + usage.completion_tokens
        return f"context {used:,} of {limit:,}"


def _place(lane: Lane) -> _Place:
    return lane.path.value, lane.base, lane.model
