"""The keys that can be pressed, at the foot of a screen."""

from typing import Any

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_STAYS = "command_palette"
"""The palette has all other keys, so it never yields."""


class KeyLine(Footer):
    """Textual's footer, built anew only when its keys are others than before.

    It is a dozen widgets, and asked for at each change of focus, of state and of size. Where it
    is too narrow, keys that hold everywhere yield to those of the screen, the last of them first.
    """

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._keys: list[ActiveBinding] = []

    def compose(self) -> ComposeResult:
        actions = {one.binding.action for one in self._keys}
        for part in super().compose():
            if not isinstance(part, FooterKey) or part.action in actions:
                yield part

    async def recompose(self) -> None:
        if self.is_attached and (keys := self._fitting_keys()) != self._keys:
            self._keys = keys
            await super().recompose()

    def on_resize(self) -> None:
        self.call_after_refresh(self.recompose)

    def _fitting_keys(self) -> list[ActiveBinding]:
        active = self.screen.active_bindings.values()
        keys = [one for one in active if one.binding.show]
        yielding = [one for one in keys if isinstance(one.node, App)]
        while yielding and self._width(keys) > self.size.width > 0:
            if (last := yielding.pop()).binding.action != _STAYS:
                keys.remove(last)
        return keys

    def _width(self, keys: list[ActiveBinding]) -> int:
        """Cells of the line: a blank within a key and its word, and one between two of them."""
        shown = {one.binding.action: one.binding for one in reversed(keys)}.values()
        # Textual leaves the result type of an application open.
        line: Any = self
        words = (f"{line.app.get_key_display(key)} {key.description}" for key in shown)
        return sum(cell_len(text) + 1 for text in words) - 1
