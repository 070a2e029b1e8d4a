from textual.app import App

from quayside.widgets.composer import Composer


class Desk(App[None]):
    def __init__(self):
        super().__init__()
        self.sent = []

    def compose(self):
        yield Composer()

    def on_composer_sent(self, event):
        self.sent.append(event.text)

    def get_theme_variable_defaults(self):
        return {}


async def test_enter_sends_and_other_enters_break_the_line():
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("a", "ctrl+j", "b", "shift+enter", "c", "alt+enter", "d", "enter")
        assert app.sent == ["a\nb\nc\nd"]


async def test_nothing_but_white_space_is_not_sent():
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("space", "ctrl+j", "enter")
        assert app.sent == []


async def test_up_in_an_empty_composer_walks_back_through_prompts():
    app = Desk()
    async with app.run_test() as pilot:
        composer = app.query_one(Composer)
        composer.remember(["one", "two"])
        await pilot.press("up")
        assert composer.text == "two"
        await pilot.press("up", "up", "up")
        assert composer.text == "one"


async def test_up_in_a_draft_moves_the_cursor_and_keeps_the_draft():
    app = Desk()
    async with app.run_test() as pilot:
        composer = app.query_one(Composer)
        composer.remember(["old"])
        await pilot.press("a", "ctrl+j", "b", "up", "x")
        assert composer.text == "ax\nb"


async def test_it_grows_with_its_text_but_not_without_end():
    app = Desk()
    async with app.run_test(size=(40, 24)) as pilot:
        composer = app.query_one(Composer)
        assert composer.size.height == 1
        composer.put("\n".join("x" * 3 for _ in range(30)))
        await pilot.pause()
        assert composer.outer_size.height == 10
