"""The command palette: every key that works just now, findable by its words."""

from contextlib import suppress
from functools import partial
from typing import Any

from textual import work
from textual.await_complete import AwaitComplete
from textual.binding import ActiveBinding
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
)
from textual.content import Content
from textual.css.query import NoMatches
from textual.events import Mount

from ..widgets.line_field import LONGEST_LINE
from ..widgets.steady_screen import SteadyScreen

# As it is before it is made a worker, whose errors would end the program.
_GATHERED: Any = vars(CommandPalette)["_gather_commands"].__wrapped__


class Palette(SteadyScreen, CommandPalette):
    """Textual's, that bears keys which come before it is drawn, and after it has closed."""

    _overtaken = False

    def on_mount(self, event: Mount) -> None:
        self.query_one(CommandInput).max_length = LONGEST_LINE
        here: Any = self
        if self not in here.app.screen_stack:
            # What was chosen before it has led elsewhere meanwhile: it has no screen to serve.
            event.prevent_default()
            self._overtaken = True

    def on_screen_resume(self) -> None:
        if self._overtaken:
            self.dismiss()

    def _action_command_list(self, action: str) -> None:
        if self.query_one(CommandList).size.height:
            super()._action_command_list(action)

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        # Closed by a key that came with the letter, it has no list to fill.
        with suppress(NoMatches):
            await _GATHERED(self, search_value)

    def dismiss(self, result: None = None) -> AwaitComplete:
        # A second Escape that comes with the first finds it closed.
        return super().dismiss(result) if self.is_active else AwaitComplete()


class KeyCommands(Provider):
    """Offers the bindings of the focused widget, its screen and the application."""

    async def discover(self) -> Hits:
        for text, active in self._commands():
            yield DiscoveryHit(text, partial(self._run, active), text=text, help=_help(active))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for text, active in self._commands():
            score = matcher.match(f"{text} {_help(active)}")
            if score > 0:
                yield Hit(
                    score, Content(text), partial(self._run, active), text=text, help=_help(active)
                )

    def _commands(self) -> list[tuple[str, ActiveBinding]]:
        screen: Any = self.screen
        bindings: dict[str, ActiveBinding] = screen.active_bindings
        named = {
            active.binding.id: active
            for active in bindings.values()
            if active.binding.id and active.enabled and not _is_movement(active.binding.id)
        }
        return [(active.binding.description, active) for active in named.values()]

    async def _run(self, active: ActiveBinding) -> None:
        node: Any = active.node
        await node.app.run_action(active.binding.action, node)


def _is_movement(name: str) -> bool:
    return name == "app.palette" or name.startswith(("list.", "read.", "composer."))


def _help(active: ActiveBinding) -> str:
    return f"{active.binding.key} · {active.binding.tooltip or active.binding.description}"
