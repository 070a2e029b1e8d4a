from textual.app import App
from textual.events import Key

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


async def test_a_burst_of_keys_is_taken_in_the_order_in_which_it_was_typed():
    app = Desk()
    async with app.run_test() as pilot:
        for key, character in [*((c, c) for c in "first"), ("ctrl+j", "\n"), ("b", "b")]:
            app.post_message(Key(key, character))
        app.post_message(Key("enter", "\r"))
        app.post_message(Key("x", "x"))
        await pilot.pause(0.2)
        assert app.sent == ["first\nb"]


async def test_sending_can_be_bound_anew_and_enter_is_then_a_line_break():
    app = Desk()
    async with app.run_test() as pilot:
        app.set_keymap({"composer.send": "ctrl+s"})
        await pilot.press("a", "enter", "b", "ctrl+s")
        assert app.sent == ["a\nb"]


async def test_an_empty_composer_without_any_width_is_no_fault():
    app = Desk()
    async with app.run_test() as pilot:
        composer = app.query_one(Composer)
        composer.styles.width = 4
        await pilot.pause()
        assert composer.content_size.width == 0
        composer.placeholder = "Ask something"
        composer.refresh()
        await pilot.pause()
        assert app.is_running
