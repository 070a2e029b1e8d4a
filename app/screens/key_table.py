"""All keys as a table: what the help screen and the document of keys are written from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from ...widgets.composer import Composer
from ...widgets.find_field import FindField
from ...widgets.lane_pane import LanePane
from ...widgets.list_keys import KeyedList
from ...widgets.reading_view import ReadingView
from ...widgets.runner_picker import RunnerPicker
from ...widgets.scroll_page import PAGE_KEYS
from ...widgets.turn_sidebar import TurnSidebar
from .comparison.plots_pane import PlotsPane
from .comparison.records_pane import RecordsPane
from .comparison.sample_screen import SampleScreen
from .comparison.texts_pane import TextsPane
from .comparison.vote_screen import VoteScreen
from .confirm import ConfirmScreen
from .keys import (
    APP_KEYS,
    CHAT_KEYS,
    COMPARE_KEYS,
    DIAGNOSTICS_KEYS,
    FOLLOWING_KEYS,
    REQUEST_KEYS,
    RUNNER_KEYS,
    SESSION_KEYS,
)
from .line_dialog import LineDialog
from .sessions.instructions_dialog import InstructionsDialog


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One binding: its id for `config.yaml`, the keys in effect, and what they do."""

    name: str
    keys: tuple[str, ...]
    action: str
    explanation: str


@dataclass(frozen=True, slots=True)
class KeySection:
    title: str
    rows: tuple[KeyRow, ...]


def key_sections(keymap: Mapping[str, str]) -> list[KeySection]:
    """All sections in reading order; `keymap` holds what the user has bound anew."""
    tables: list[tuple[str, Iterable[BindingType]]] = [
        ("Everywhere", APP_KEYS),
        ("Composer", Composer.BINDINGS),
        ("Chat", CHAT_KEYS),
        ("In a reply", [*LanePane.BINDINGS, *ReadingView.BINDINGS, *FindField.BINDINGS]),
        ("In turns", TurnSidebar.BINDINGS),
        ("In runners", RunnerPicker.BINDINGS),
        ("In lists", KeyedList.BINDINGS),
        ("Runners", RUNNER_KEYS),
        ("Requests and logs", [*FOLLOWING_KEYS, *REQUEST_KEYS]),
        ("Sessions", SESSION_KEYS),
        ("Compare", COMPARE_KEYS),
        ("In pages", PAGE_KEYS),
        ("In plots", PlotsPane.BINDINGS),
        ("In texts", TextsPane.BINDINGS),
        ("In one exchange", SampleScreen.BINDINGS),
        ("In records", RecordsPane.BINDINGS),
        ("Blind vote", VoteScreen.BINDINGS),
        (
            "In questions",
            [*LineDialog.BINDINGS, *ConfirmScreen.BINDINGS, *InstructionsDialog.BINDINGS],
        ),
        ("Diagnostics", DIAGNOSTICS_KEYS),
    ]
    return [KeySection(title, tuple(_rows(bindings, keymap))) for title, bindings in tables]


def _rows(bindings: Iterable[BindingType], keymap: Mapping[str, str]) -> Iterable[KeyRow]:
    for binding in bindings:
        if isinstance(binding, Binding):
            keys = keymap.get(binding.id or "", binding.key)
            yield KeyRow(
                binding.id or "",
                tuple(key.strip() for key in keys.split(",")),
                binding.description,
                binding.tooltip or binding.description,
            )
