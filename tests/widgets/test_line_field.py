import pytest
from textual.events import Paste

from kit.field_app import FieldApp
from quayside.widgets.find_field import FindField
from quayside.widgets.line_field import LONGEST_LINE, LineField


@pytest.mark.parametrize("make", [LineField, FindField])
async def test_a_line_takes_no_more_than_it_can_answer_keys_with(make):
    app = FieldApp(make())
    async with app.run_test(notifications=True) as pilot:
        app.field.display = True
        app.field.focus()
        app.field.post_message(Paste("word " * 2_000))
        await pilot.pause()
        assert len(app.field.value) == 10_000
        app.copy_to_clipboard("- item\n" * LONGEST_LINE)
        await pilot.press("ctrl+v")
        assert len(app.field.value) == 10_000
        assert any("20,000 characters" in one.message for one in app._notifications)


async def test_a_field_for_a_number_keeps_its_own_end_and_says_nothing_of_lines():
    app = FieldApp(LineField(type="integer", max_length=3))
    async with app.run_test(notifications=True) as pilot:
        app.field.focus()
        await pilot.press(*"12x34")
        assert app.field.value == "123"
        assert not app._notifications
