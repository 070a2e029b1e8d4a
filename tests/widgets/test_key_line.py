from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button

from quayside.widgets.key_line import KeyLine


class Ferry(App[None]):
    BINDINGS = [Binding("s", "sail", "Sail", id="sail"), ("m", "moor", "Moor")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.moored: bool | None = True
        self.sailed = 0

    def compose(self) -> ComposeResult:
        yield Button("port", id="port")
        yield Button("starboard", id="starboard")
        yield KeyLine()

    def action_sail(self) -> None:
        self.sailed += 1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.moored if action == "sail" else True


def line(pilot: Pilot[None]) -> KeyLine:
    return pilot.app.query_one(KeyLine)


def words(pilot: Pilot[None]) -> list[str]:
    return [key.binding.description for key in line(pilot).shown]


async def test_the_same_keys_stay_when_the_focus_moves():
    async with Ferry().run_test() as pilot:
        await pilot.pause()
        assert words(pilot) == ["Sail", "Moor"]
        await pilot.press("tab")
        await pilot.pause()
        assert words(pilot) == ["Sail", "Moor"]


async def test_a_key_that_can_be_pressed_no_longer_goes_and_comes_back():
    app = Ferry()
    async with app.run_test() as pilot:
        for moored, expected in ((False, ["Moor"]), (True, ["Sail", "Moor"])):
            app.moored = moored
            app.refresh_bindings()
            await pilot.pause()
            assert words(pilot) == expected


@asynccontextmanager
async def held_back():
    app = Ferry()
    async with app.run_test() as pilot:
        app.moored = None
        app.refresh_bindings()
        await pilot.pause()
        yield app, pilot


async def test_a_key_that_is_held_back_is_dim():
    async with held_back() as (_, pilot):
        dim = ["dim" in str(span.style) for span in line(pilot).render().spans]
        assert dim == [True, True, False, False]


async def test_a_key_that_is_bound_anew_is_shown_so():
    app = Ferry()
    async with app.run_test() as pilot:
        app.set_keymap({"sail": "x"})
        await pilot.pause()
        assert str(line(pilot).render()) == "m Moor x Sail"


async def test_a_click_presses_the_key_and_none_between_two_of_them():
    app = Ferry()
    async with app.run_test() as pilot:
        await pilot.pause()
        for column, sailed in ((6, 0), (0, 1), (5, 2), (7, 2), (60, 2)):
            await pilot.click(KeyLine, offset=(column, 0))
            assert app.sailed == sailed


async def test_a_click_on_a_key_that_is_held_back_does_nothing():
    async with held_back() as (app, pilot):
        await pilot.click(KeyLine, offset=(0, 0))
        assert app.sailed == 0


async def test_the_key_under_the_mouse_stands_out_until_the_mouse_leaves():
    async with Ferry().run_test() as pilot:
        await pilot.pause()
        calm = line(pilot).render().spans
        await pilot.hover(KeyLine, offset=(2, 0))
        assert line(pilot).render().spans != calm
        await pilot.hover("#port")
        assert line(pilot).render().spans == calm


class Harbour(App[None]):
    BINDINGS = [  # noqa: RUF012
        ("f3", "chart", "Chart"),
        ("f4", "tide", "Tide"),
        ("ctrl+p", "command_palette", "Palette"),
    ]

    def get_default_screen(self) -> Screen[None]:
        return Quay()


class Quay(Screen[None]):
    BINDINGS = [("l", "load", "Load a ship with goods")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield KeyLine()


async def test_what_holds_everywhere_yields_to_the_screen_where_there_is_no_room():
    async with Harbour().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        everything = ["Load a ship with goods", "Chart", "Tide", "Palette"]
        assert words(pilot) == everything
        for width, last in ((52, "Tide"), (51, "Chart"), (20, "Load a ship with goods")):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert words(pilot)[:-1] == everything[: everything.index(last) + 1]
            assert words(pilot)[-1] == "Palette"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert words(pilot) == everything
