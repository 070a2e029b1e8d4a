"""The Textual application: it ties modes, themes and keys together and holds no behaviour."""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.app import App, ScreenStackError, SystemCommand
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.driver import Driver
from textual.screen import Screen
from textual.widget import MountError
from textual.worker import WorkerError

from ..widgets.drawn_lines import let_lines_go
from .core.garbage import collect_from_now_on
from .screens.base import Stage
from .screens.chat import ChatScreen
from .screens.desk import Desk
from .screens.keys import APP_KEYS
from .screens.kit import SettingRow, WorkbenchKit
from .screens.preparations import PreparationState
from .skins import SKIN_DEFAULTS, register_skins
from .terminal_input import bear_what_is_no_input, read_pasted_as_text

if TYPE_CHECKING:
    from textual.command import Provider

    from .core.lanes import Lane
    from .core.settings import Settings

_CRASH = (
    "Quayside ended by a fault of its own. What was kept of your sessions is on the disk."
    " These lines tell where, and hold no key:"
)


# What a widget finds that still has a message to answer when its screen has been taken apart.
_AT_THE_END = (ScreenStackError, NoScreen, NoMatches, MountError)


def _key_commands() -> "type[Provider]":
    from .palette import KeyCommands

    return KeyCommands


__all__ = ["SettingRow", "Workbench", "WorkbenchKit"]


class Workbench(Stage):
    """The workbench over whatever its kit gives it."""

    TITLE = "Quayside"
    DEFAULT_MODE = "chat"
    BINDINGS: ClassVar[list[BindingType]] = APP_KEYS
    COMMANDS = {_key_commands}  # noqa: RUF012

    def __init__(self, kit: WorkbenchKit, driver: type[Driver] | None = None) -> None:
        """`driver` None takes the terminal's."""
        let_lines_go()
        bear_what_is_no_input()
        read_pasted_as_text()
        super().__init__(driver_class=driver)
        self.kit = kit
        self.desk = Desk(kit)
        self._add_modes(self)
        register_skins(self, kit.skins)
        self._wear(kit.theme)

    def _add_modes(self, stage: Any) -> None:
        # Textual leaves the result type of a mode's screen open, so `stage` is untyped here.
        stage.add_mode("chat", lambda: ChatScreen(self.desk))
        stage.add_mode("sessions", self._sessions)
        stage.add_mode("runners", self._runners)
        stage.add_mode("compare", self._compare)
        stage.add_mode("diagnostics", self._diagnostics)

    # What no first frame shows, and with it the network and the database, is loaded when it is
    # asked for: a start is for the chat.

    def _sessions(self) -> Screen[None]:
        from .screens.session_list import SessionsScreen

        return SessionsScreen(self.desk)

    def _runners(self) -> Screen[None]:
        from .screens.runners import RunnersScreen

        return RunnersScreen(self.desk)

    def _compare(self) -> Screen[None]:
        from .screens.compare import CompareScreen

        return CompareScreen(self.desk)

    def _diagnostics(self) -> Screen[None]:
        from .screens.diagnostics import DiagnosticsScreen

        return DiagnosticsScreen(self.desk)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(SKIN_DEFAULTS)

    def get_system_commands(self, screen: Screen[None]) -> Iterable[SystemCommand]:
        return ()

    def on_mount(self) -> None:
        for warning in (*self._theme_warnings(), *self.kit.warnings):
            self.notify(warning, severity="warning", markup=False)
        self.set_keymap(dict(self.kit.keymap))
        # Behind the first frame: what they load, the network above all, would delay it.
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        collect_from_now_on()
        self.run_worker(self.desk.search, group="search")
        self._run(self.desk.board.states)
        self.desk.watch(self._wake)
        self._wake()

    def _wake(self) -> None:
        self._run(self.desk.board.wake(list(self.desk.lanes.values())))

    def _run(self, states: Iterable[PreparationState]) -> None:
        for state in states:
            self.run_worker(partial(self.desk.prepare, state), group="preparation")

    def _wear(self, name: str) -> None:
        """Begin in a theme. Put on in the usual way, it has all style sheets parsed thrice."""
        if name not in self.available_themes:
            if not self.kit.skins:
                return
            name = self.kit.skins[0].name
        self.set_reactive(App.theme, name)
        dark = self.current_theme.dark
        looks = {f"-theme-{name}": True, "-dark-mode": dark, "-light-mode": not dark}
        self.update_classes(looks, update=False)
        stage: Any = self
        stage._refresh_truecolor_filter(stage.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def _theme_warnings(self) -> Iterable[str]:
        if (name := self.kit.theme) and name not in self.available_themes:
            yield f"There is no theme '{name}'"

    def _handle_exception(self, error: Exception) -> None:
        if self._exit and isinstance(error, _AT_THE_END):
            return
        # Textual's own words show the values of all names: headers, keys and prompts.
        stage: Any = self
        before = len(stage._exit_renderables)
        super()._handle_exception(error)
        from .core.crash import crash_text, keys_of

        keys = [*keys_of(os.environ, self._settings()), *(one.key for one in self._lanes())]
        stage._exit_renderables[before:] = [Text(f"{_CRASH}\n\n{crash_text(error, keys)}")]

    def _settings(self) -> "Settings | None":
        return self.kit.holder.settings if self.kit.holder else None

    def _lanes(self) -> "Iterable[Lane]":
        return (*self.kit.lanes, *self.desk.lanes.values())

    async def action_mode(self, name: str) -> None:
        await self.switch_mode(name)

    def action_help(self) -> None:
        from .screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            # Its own key for this does not come before ours.
            self.screen.dismiss(None)
        else:
            self._open(HelpScreen(self.kit.keymap))

    def action_command_palette(self) -> None:
        from .palette import Palette

        self._open(Palette())

    def action_themes(self) -> None:
        from .screens.theme_picker import ThemePicker

        self._open(ThemePicker(self._theme_names(), self.theme))

    def _open(self, dialog: Screen[Any]) -> None:
        # A key that is held down would open one upon the other, and Textual takes a second palette
        # for a fault where a dialog stands over the first.
        if not any(type(one) is type(dialog) for one in self.screen_stack):
            self.push_screen(dialog)

    def _theme_names(self) -> list[str]:
        ours = [skin.name for skin in self.kit.skins]
        return ours + sorted(name for name in self.available_themes if name not in ours)

    async def on_unmount(self) -> None:
        workers: Any = self.workers
        ending = list(workers)
        workers.cancel_all()
        for worker in ending:
            with suppress(WorkerError):
                await worker.wait()
        await self.desk.close()
