import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.events import Key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input

from kit.drawn import drawn
from quayside.widgets.composer import Composer
from quayside.widgets.find_field import FindField
from quayside.widgets.line_field import LineField
from quayside.widgets.text_field import TextField

FIELDS = (LineField, TextField, Composer, FindField)
CHARACTERS = {"backspace": "\x08", "ctrl+u": "\x15", "delete": None, "left": None, "home": None}


async def press_at_once(pilot: Pilot[None], keys: list[str]) -> None:
    """As a terminal does whose program had no time for a while."""
    for key in keys:
        pilot.app.post_message(Key(key, CHARACTERS.get(key, key)))
    await pilot.pause()
    await pilot.pause()


def text_of(field: Widget) -> str:
    return field.value if isinstance(field, Input) else field.text


@pytest.mark.parametrize("kind", FIELDS)
async def test_keys_that_come_at_once_act_in_their_order(kind):
    field = kind()
    async with drawn(field) as pilot:
        field.display = True
        field.focus()
        await pilot.pause()
        await press_at_once(pilot, ["a", "b", "backspace", "c", "left", "d", "ctrl+u", "x"])
        assert text_of(field) == "xc"


def expected(keys: list[str]) -> str:
    text, at = "", 0
    for key in keys:
        match key:
            case "backspace":
                text, at = text[: max(0, at - 1)] + text[at:], max(0, at - 1)
            case "delete":
                text = text[:at] + text[at + 1 :]
            case "left":
                at = max(0, at - 1)
            case "home":
                at = 0
            case "ctrl+u":
                text, at = text[at:], 0
            case letter:
                text, at = text[:at] + letter + text[at:], at + 1
    return text


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(["a", "b", "c", *CHARACTERS]), max_size=20))
async def test_any_keys_that_come_at_once_write_what_they_would_write_one_by_one(keys):
    field = LineField()
    async with drawn(field) as pilot:
        field.focus()
        await pilot.pause()
        await press_at_once(pilot, keys)
        assert field.value == expected(keys)
