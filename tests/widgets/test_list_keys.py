import pytest
from textual.app import App

from quayside.widgets.list_keys import KeyedList


class ListApp(App[None]):
    def compose(self):
        yield KeyedList("Rows")


@pytest.mark.parametrize("height", [0, 12])
async def test_a_key_for_a_page_moves_in_rows_that_are_drawn(height):
    app = ListApp()
    async with app.run_test(size=(40, 12)) as pilot:
        rows = app.query_one(KeyedList)
        rows.styles.height = height
        rows.focus()
        await pilot.pause()
        rows.add_options(["one", "two", "three"])
        rows.highlighted = 1
        await pilot.press("pageup")
        assert rows.highlighted == (0 if height else 1)
        await pilot.press("pagedown")
        assert rows.highlighted == (2 if height else 1)
