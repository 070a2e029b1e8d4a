from textual.app import App

from quayside.widgets.message_log import MessageLog, TurnRow


class Index(App[None]):
    def __init__(self):
        super().__init__()
        self.chosen = []

    def compose(self):
        yield MessageLog()

    def on_message_log_chosen(self, event):
        self.chosen.append((event.index, event.enter))


def rows(count, mark="✓"):
    return [TurnRow(number, f"[/x] prompt {number}", [mark]) for number in range(1, count + 1)]


async def test_rows_are_plain_text_with_number_and_marks():
    app = Index()
    async with app.run_test(notifications=True) as pilot:
        log = app.query_one(MessageLog)
        log.show_rows([TurnRow(7, "[bold]x[/y]\nsecond\x1b[31m", ["✓", "✗"])], 0)
        await pilot.pause()
        assert log.line(0) == " 7 ✓✗ [bold]x[/y]␊second␛[31m"


async def test_showing_rows_chooses_nothing_but_moving_does():
    app = Index()
    async with app.run_test() as pilot:
        log = app.query_one(MessageLog)
        log.show_rows(rows(3), 2)
        await pilot.pause()
        assert app.chosen == []
        log.focus()
        await pilot.press("k", "g", "G", "enter")
        assert app.chosen == [(1, False), (0, False), (2, False), (2, True)]


async def test_rows_that_are_gone_are_taken_away():
    app = Index()
    async with app.run_test() as pilot:
        log = app.query_one(MessageLog)
        log.show_rows(rows(3), 2)
        log.show_rows(rows(1, "✗"), 0)
        await pilot.pause()
        assert log.row_count == 1
        assert "✗" in log.line(0)
