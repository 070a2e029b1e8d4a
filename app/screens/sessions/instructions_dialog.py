"""Asks for a system prompt and parameters, or takes them from a preset."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from ....widgets.line_field import LineField
from ....widgets.text_field import TextField
from ...core.lanes import JsonValue
from ...core.sessions.model import Preset
from ..base import Stage
from ..choice_list import ChoiceList
from ..dialog import Dialog
from ..line_dialog import LineDialog
from .instructions import Instructions, parameters_text, read_parameters

HINT = "ctrl+s takes them   ctrl+y presets   ctrl+n keeps them as a preset   escape leaves"
EXAMPLE = "temperature=0.2 max_tokens=64"


class InstructionsDialog(Dialog[Instructions | None]):
    """Gives what was written, or None; `kept` is filled with presets that are to be kept."""

    app = getters.app(Stage)

    BINDING_GROUP_TITLE = "Dialogs"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="instructions.cancel", tooltip="Change nothing"),
        Binding(
            "ctrl+s",
            "take",
            "Take",
            id="instructions.take",
            tooltip="Use the system prompt and the parameters from the next prompt on",
            priority=True,
        ),
        Binding(
            "ctrl+y",
            "presets",
            "Presets",
            id="instructions.presets",
            tooltip="Fill in a preset that was kept",
            priority=True,
        ),
        Binding(
            "ctrl+n",
            "keep",
            "Keep",
            id="instructions.keep",
            tooltip="Keep what is written as a preset under a name",
            priority=True,
        ),
    ]
    DEFAULT_CSS = """
    InstructionsDialog {
        align: center middle;
        & > Vertical {
            width: 84; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $surface; border: round $primary; border-title-color: $text-primary;
        }
        & TextArea { height: 8; background: $background; border: round $primary 40%; }
        & TextArea:focus { border: round $primary; }
        & Input { padding: 0 1; background: $background; margin: 1 0; }
        & .hint { color: $text-muted; }
        & #problem { color: $text-error; display: none; }
    }
    """

    def __init__(
        self, title: str, given: Instructions, presets: Sequence[Preset], kept: list[Preset]
    ) -> None:
        super().__init__()
        self._asked, self._presets, self._kept = title, [*presets], kept
        self.system = TextField(given.system, soft_wrap=True, tab_behavior="focus", id="system")
        self.parameters = LineField(
            parameters_text(given.parameters),
            select_on_focus=False,
            compact=True,
            placeholder=EXAMPLE,
            id="parameters",
        )

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._asked
            self.system.border_title = "System prompt"
            yield self.system
            yield self.parameters
            yield Static(HINT, markup=False, classes="hint")
            yield Static("", markup=False, id="problem")

    def on_mount(self) -> None:
        self.system.focus()

    @on(Input.Submitted)
    def action_take(self) -> None:
        if (read := self._read()) is not None:
            self.dismiss(Instructions(self.system.text, read))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_presets(self) -> None:
        if not self._presets:
            self._problem("There is no preset yet. Ctrl+N keeps what is written as one.")
            return
        names = [preset.name for preset in self._presets]
        self.app.push_screen(ChoiceList("Presets", names), self._fill)

    def action_keep(self) -> None:
        if (read := self._read()) is not None:
            dialog = LineDialog("Keep as a preset", "", "Its name", _name)
            self.app.push_screen(dialog, lambda name: self._keep(name, read))

    def _fill(self, place: int | None) -> None:
        if place is not None:
            preset = self._presets[place]
            self.system.load_text(preset.system)
            self.parameters.value = parameters_text(preset.parameters)

    def _keep(self, name: str | None, parameters: Mapping[str, JsonValue]) -> None:
        if name is not None:
            preset = Preset(name, self.system.text, parameters)
            self._presets = [*(one for one in self._presets if one.name != name), preset]
            self._kept.append(preset)

    def _read(self) -> dict[str, JsonValue] | None:
        try:
            return read_parameters(self.parameters.value)
        except ValueError as problem:
            self._problem(str(problem))
            return None

    def _problem(self, words: str) -> None:
        notice = self.query_one("#problem", Static)
        notice.update(words)
        notice.display = True


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("A preset needs a name.")
    return text.strip()
