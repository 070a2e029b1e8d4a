"""One runner, looked at again and again while its screen is on show."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...core.wire.address import AddressError
from ..desk import Desk

if TYPE_CHECKING:
    # Types alone: the network must not be loaded before the first frame.
    from ...core.runner.handle import RunnerHandle
    from ...core.runner.snapshot import RunnerSnapshot


class Watch:
    """Holds a handle for each base that was looked at; `changed` is called after each look."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        self._desk, self._changed = desk, changed
        self._handles: dict[str, RunnerHandle] = {}
        self._asked, self._stale = set[str](), set[str]()
        self.base = ""
        self.taken: RunnerSnapshot | None = None
        """None until the runner has answered, or has not."""

    @property
    def handle(self) -> "RunnerHandle | None":
        """Of the runner that is looked at; None where there is none."""
        if not self.base:
            return None
        if self.base not in self._handles:
            try:
                self._handles[self.base] = self._desk.kit.runner(self.base)
            except AddressError:
                return None
        return self._handles[self.base]

    def turn_to(self, base: str) -> bool:
        """Look at another runner; False where it is the same one."""
        if base == self.base:
            return False
        self.base, self.taken = base, None
        return True

    async def look(self) -> None:
        """Ask for everything; a runner that was left meanwhile tells nothing."""
        base, handle = self.base, self.handle
        if handle is None:
            return
        if base in self._asked:
            # A runner that is slow is not asked twice at once, but after what was done to it.
            self._stale.add(base)
            return
        self._asked.add(base)
        try:
            taken = await handle.snapshot()
            while base in self._stale:
                self._stale.discard(base)
                taken = await handle.snapshot()
        finally:
            self._asked.discard(base)
        if base == self.base:
            self.taken = taken
            self._changed()

    async def close(self) -> None:
        for handle in self._handles.values():
            await handle.close()
        self._handles.clear()
