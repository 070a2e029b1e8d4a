"""A runner's log, followed and filtered."""

from collections import deque
from typing import TYPE_CHECKING

from textual.widgets import Log

from ....widgets.plain_text import visible_line
from ...core.failures import Failure
from .following import FollowingScreen

if TYPE_CHECKING:
    from ...core.runner.handle import RunnerHandle

MOST = 5000
"""Lines that are held."""


class LogScreen(FollowingScreen):
    """Runners before v1.1.29 have no such log, and say so."""

    BINDING_GROUP_TITLE = "Log"

    def __init__(self, handle: "RunnerHandle") -> None:
        self.page = Log(max_lines=MOST, id="log")
        super().__init__(handle, self.page, "words of a line")
        self.lines: deque[str] = deque(maxlen=MOST)

    async def follow(self) -> None:
        async for step in self.handle.log():
            if isinstance(step, Failure):
                self.ended(step)
                return
            line = visible_line(step)
            self.lines.append(line)
            if self._wants(line):
                self.page.write_line(line)
            self.state.update(f"{len(self.lines)} lines · following")

    def narrow(self) -> None:
        self.page.clear()
        self.page.write_lines([line for line in self.lines if self._wants(line)])

    def _wants(self, line: str) -> bool:
        return self.search.value.lower() in line.lower()
