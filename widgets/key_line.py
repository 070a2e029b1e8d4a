"""The keys that can be pressed, at the foot of a screen."""

from textual.binding import ActiveBinding
from textual.widgets import Footer


class KeyLine(Footer):
    """Textual's footer, built anew only when its keys are others than before.

    It is a dozen widgets, and asked for at each change of focus, of state and of size.
    """

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._keys: list[ActiveBinding] = []

    async def recompose(self) -> None:
        if self.is_attached and (keys := self._active_keys()) != self._keys:
            self._keys = keys
            await super().recompose()

    def _active_keys(self) -> list[ActiveBinding]:
        active = self.screen.active_bindings.values()
        return [one for one in active if one.binding.show]
