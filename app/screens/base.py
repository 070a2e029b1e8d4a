"""What the screens have in common."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from textual import getters
from textual.app import App
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from ...widgets.plain_text import visible, visible_line
from ...widgets.safe_lines import SafeLines
from ...widgets.steady_screen import SteadyScreen
from ...widgets.styled_once import StyledOnce
from .desk import Desk
from .kit import WorkbenchKit

_TIMES: Mapping[SeverityLevel, float] = {"information": 4, "warning": 12, "error": 12}


class Stage(App[None]):
    """All that screens know of the application: it gives no result."""

    # A sheet that a screen brings at its first showing has those of all parsed again.
    CSS_PATH = [*sorted(Path(__file__).parent.glob("*.tcss"))]  # noqa: RUF012
    CSS = """
    /* At the bottom they would cover what is being typed; a dialog draws them over the same place
       as the screen below it. */
    ToastRack { dock: top; align: right top; }
    """
    kit: WorkbenchKit
    _safe_lines = SafeLines()

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._safe_lines]

    def clear_selection(self) -> None:
        # From Python 3.12 on, the fields of the first screen are mounted before it is on the stack.
        if self.screen_stack:
            super().clear_selection()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        # A key that nothing below had a use for comes back when a dialog has just been opened. For
        # one that is not drawn yet it would act on what is not there, and close it half made.
        top: Any = self.screen
        await top._mounted_event.wait()
        return await super()._check_bindings(key, priority)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        words, title = visible(message), visible_line(title)
        super().notify(words, title=title, severity=severity, timeout=timeout, markup=markup)

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's own keys copy through here: a selection, or what is cut out of a field."""
        self.put_on_clipboard(text, "selection")

    def put_on_clipboard(self, text: str, what: str) -> None:
        """Copy `text` and say where it went; `what` names it."""
        # What ctrl+v in a field pastes; Textual sets it together with what it writes itself.
        stage: Any = self
        stage._clipboard = text
        if self.kit.copy is not None:
            self.kit.copy(text)
            self._say_copied(f"Copied the {what}, {len(text):,} characters", "information")
        else:
            self.run_worker(partial(self._put, text, what), group="clipboard", exclusive=True)

    async def _put(self, text: str, what: str) -> None:
        # As other modules that serve one key, not loaded before the first frame.
        from .clipboard import put

        self._say_copied(*await put(self, self.kit.data_directory, text, what))

    def _say_copied(self, words: str, severity: SeverityLevel) -> None:
        # What went elsewhere than to the clipboard takes a path to tell.
        self.notify(words, severity=severity, markup=False, timeout=_TIMES[severity])


class WorkScreen(SteadyScreen, StyledOnce, Screen[None]):
    """A screen over the desk."""

    app = getters.app(Stage)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def copy(self, text: str, what: str) -> None:
        """Put `text` on the clipboard and say so."""
        if not text:
            self.say(f"There is no {what} to copy yet", "warning")
            return
        self.app.put_on_clipboard(text, what)

    def say(self, words: str, severity: SeverityLevel = "information") -> None:
        self.notify(words, severity=severity, markup=False, timeout=4)
