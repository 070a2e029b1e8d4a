"""A screen with a search field above what it finds."""

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from ...widgets.steady_screen import SteadyScreen


class SearchingScreen(SteadyScreen, Screen[None]):
    """The keys between the field and what was found.

    They move the focus at once: what is typed after them in one burst is for where they lead.
    """

    search: Input

    @property
    def found(self) -> Widget:
        """What the search narrows."""
        raise NotImplementedError

    def action_search(self) -> None:
        self.set_focus(self.search)

    def action_to_found(self) -> None:
        self.set_focus(self.found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # In the search itself a slash is text; elsewhere, Enter is for what has the focus.
        # (A widget's own `has_focus` follows only with a later event.)
        if action == "search":
            return self.focused is not self.search
        if action == "to_found":
            return self.focused is self.search
        return super().check_action(action, parameters)
