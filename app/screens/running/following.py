"""A screen that follows something of a runner, with a filter above it."""

from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from ....widgets.key_line import KeyLine
from ....widgets.line_field import LineField
from ...core.failures import Failure
from ..base import Stage
from ..keys import FOLLOWING_KEYS
from ..searching import SearchingScreen

if TYPE_CHECKING:
    from ...core.runner.handle import RunnerHandle


class FollowingScreen(SearchingScreen):
    """Over the runner screen; closing it ends the following. `content` is what is filtered."""

    app = getters.app(Stage)

    BINDINGS: ClassVar[list[BindingType]] = FOLLOWING_KEYS

    def __init__(self, handle: "RunnerHandle", content: Widget, placeholder: str) -> None:
        super().__init__()
        self.handle, self.content = handle, content
        self.search = LineField(placeholder=placeholder, id="filter")
        self.state = Static("", markup=False, id="following")

    @property
    def found(self) -> Widget:
        return self.content

    def compose(self) -> ComposeResult:
        yield self.search
        yield self.content
        yield self.state
        yield KeyLine()

    def on_mount(self) -> None:
        self.state.update("following…")
        self.content.focus()
        self.run_worker(self.follow, group="follow")

    async def follow(self) -> None:
        """Take what comes, until it ends."""
        raise NotImplementedError

    def narrow(self) -> None:
        """Show what the filter lets through."""
        raise NotImplementedError

    def ended(self, failure: Failure) -> None:
        """Nothing more will come."""
        self.state.update(f"{failure.summary}: {failure.seen}")

    @on(Input.Changed)
    def _typed(self) -> None:
        self.narrow()

    def action_back(self) -> None:
        if self.search.has_focus or self.search.value:
            self.search.value = ""
            self.content.focus()
        else:
            self.dismiss(None)
