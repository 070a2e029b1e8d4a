from textual.app import App

from quayside.widgets.runner_picker import PickerRow, RunnerPicker

ROWS = [
    PickerRow("Runner [/engines]", detail="[bold]"),
    PickerRow("llama.cpp", 1, "●", "running"),
    PickerRow("smollm2", 2, "◆", "loaded", "one"),
    PickerRow("qwen3", 2, "·", "", "two"),
]


class Shelf(App[None]):
    def __init__(self):
        super().__init__()
        self.chosen = []

    def compose(self):
        yield RunnerPicker()

    def on_runner_picker_chosen(self, event):
        self.chosen.append((event.choice, event.add))


async def test_the_cursor_passes_over_headings_and_takes_choices():
    app = Shelf()
    async with app.run_test(notifications=True) as pilot:
        picker = app.query_one(RunnerPicker)
        picker.show_rows(ROWS)
        picker.focus()
        await pilot.press("g", "enter", "j", "a")
        assert app.chosen == [("one", False), ("two", True)]


async def test_the_cursor_stays_on_its_choice_when_rows_change():
    app = Shelf()
    async with app.run_test() as pilot:
        picker = app.query_one(RunnerPicker)
        picker.show_rows(ROWS)
        picker.focus()
        await pilot.press("G")
        picker.show_rows([PickerRow("Another"), *ROWS])
        await pilot.press("enter")
        assert app.chosen == [("two", False)]


async def test_add_on_nothing_does_nothing():
    app = Shelf()
    async with app.run_test() as pilot:
        app.query_one(RunnerPicker).focus()
        await pilot.press("a")
        assert app.chosen == []


async def test_a_choice_is_that_of_the_row_it_was_taken_from():
    app = Shelf()
    async with app.run_test() as pilot:
        picker = app.query_one(RunnerPicker)
        picker.show_rows(ROWS)
        picker.highlighted = 3
        picker.action_select()
        picker.show_rows(ROWS[:1])
        await pilot.pause()
        assert app.chosen == [("two", False)]
