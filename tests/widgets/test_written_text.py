import pytest
from textual.app import App

from quayside.widgets.composer import Composer
from quayside.widgets.text_field import TextField


class Page(App[None]):
    CSS = "Composer, TextField { height: 5; }"

    def __init__(self, field):
        super().__init__()
        self.field = field

    def compose(self):
        yield self.field


@pytest.mark.parametrize("field", [Composer, TextField])
async def test_lines_that_needed_a_scrollbar_are_undone_and_done_again(field):
    async with Page(field()).run_test() as pilot:
        written = pilot.app.field
        written.focus()
        written.insert("line\n" * 30)
        await pilot.pause()
        written.undo()
        await pilot.pause()
        assert (written.text, written.cursor_location) == ("", (0, 0))
        written.redo()
        await pilot.pause()
        assert written.cursor_location == (30, 0)
