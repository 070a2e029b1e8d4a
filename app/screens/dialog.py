"""What all screens that stand over another one have in common."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

from ...widgets.steady_screen import SteadyScreen

Result = TypeVar("Result")


class Dialog(SteadyScreen, ModalScreen[Result]):
    """Closes itself alone."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        # A second Enter, or one that F2 to F6 have overtaken, would close what stands there now,
        # and where nothing is left to close the program would end.
        return super().dismiss(result) if self.is_active else AwaitComplete()
