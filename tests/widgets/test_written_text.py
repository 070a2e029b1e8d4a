import pytest

from kit.field_app import FieldApp
from quayside.widgets.composer import Composer
from quayside.widgets.text_field import TextField


@pytest.mark.parametrize("field", [Composer, TextField])
async def test_lines_that_needed_a_scrollbar_are_undone_and_done_again(field):
    written = field()
    written.styles.height = 5
    async with FieldApp(written).run_test() as pilot:
        written.focus()
        written.insert("line\n" * 30)
        await pilot.pause()
        written.undo()
        await pilot.pause()
        assert (written.text, written.cursor_location) == ("", (0, 0))
        written.redo()
        await pilot.pause()
        assert written.cursor_location == (30, 0)
