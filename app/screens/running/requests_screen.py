"""What a runner receives, live: filtered, opened, and two of them held against each other."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from ....widgets.column_list import ColumnList
from ...core.failures import Failure
from ...core.runner.received import AnsweredRequest
from ..keys import REQUEST_KEYS
from .detail_screen import DetailScreen
from .following import FollowingScreen
from .request_rows import HEADS, difference_page, request_page, request_rows, twin_of

if TYPE_CHECKING:
    from ...core.runner.handle import RunnerHandle

MOST = 500
"""Requests that are held; a runner itself keeps ten of each loaded model."""


class RequestsScreen(FollowingScreen):
    """The newest stands first."""

    BINDING_GROUP_TITLE = "Requests"
    BINDINGS: ClassVar[list[BindingType]] = REQUEST_KEYS

    def __init__(self, handle: "RunnerHandle") -> None:
        self.list = ColumnList("Requests as the runner received them", HEADS, id="requests")
        super().__init__(handle, self.list, "model, status, program or path")
        self.known: dict[str, AnsweredRequest] = {}
        self.marked = ""

    async def follow(self) -> None:
        async for step in self.handle.requests():
            if isinstance(step, Failure):
                self.ended(step)
                return
            self.known.pop(step.request.id, None)
            self.known[step.request.id] = step
            if len(self.known) > MOST:
                del self.known[next(iter(self.known))]
            self.narrow()

    def narrow(self) -> None:
        rows = request_rows([*self.known.values()], self.search.value, self.marked)
        self.list.show_rows(rows)
        self.state.update(f"{len(rows)} of {len(self.known)} · following")

    @on(ColumnList.Entered)
    def _open(self, event: ColumnList.Entered) -> None:
        if answered := self.known.get(event.id):
            self.app.push_screen(DetailScreen("One request", request_page(answered)))

    def action_mark(self) -> None:
        current = self.list.current
        self.marked = "" if current == self.marked else current
        self.narrow()

    def action_difference(self) -> None:
        first, second = self.known.get(self.marked), self.known.get(self.list.current)
        if first is None or second is None:
            self.state.update("Mark one with m, then go to another.")
        else:
            self._hold(first, second)

    def action_twin(self) -> None:
        one = self.known.get(self.list.current)
        twin = twin_of(one, [*self.known.values()]) if one else None
        if one is None or twin is None:
            self.state.update("No other program has sent this conversation, as far as it is known.")
        else:
            self._hold(twin, one)

    def _hold(self, first: AnsweredRequest, second: AnsweredRequest) -> None:
        page = difference_page(first, second)
        self.app.push_screen(DetailScreen("Bodies of two requests", page))
