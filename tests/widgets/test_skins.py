from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import Theme

from kit.page_samples import RICH_DOCUMENT, ManualClock
from quayside.app.skins import SKIN_DEFAULTS, Skins, load_skins, register_skins
from quayside.widgets.reply_view import ReplyView

THEMES = load_skins().themes
GOOD = """
name: mine
primary: "#5fb3e6"
foreground: "#ffffff"
background: black
surface: "#111111"
panel: "#222222"
"""
every_theme = pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)


def contrast(one: Color, other: Color) -> float:
    def luminance(colour: Color) -> float:
        parts = (part / 255 for part in (colour.r, colour.g, colour.b))
        linear = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return sum(p * weight for p, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def user_themes(directory: Path, text: str) -> Skins:
    (directory / "mine.yaml").write_text(text, encoding="utf-8")
    return load_skins([directory])


def test_the_default_theme_comes_first():
    assert len(THEMES) >= 5
    assert THEMES[0].name == "quayside"
    assert {theme.dark for theme in THEMES} == {True, False}
    assert load_skins().problems == ()


@every_theme
def test_text_stands_out_from_its_background(theme: Theme):
    colours = theme.to_color_system().generate() | theme.variables
    names = ("foreground", "primary", "secondary", "accent", "success", "warning", "error")
    for name in (*names, *SKIN_DEFAULTS):
        for behind in ("background", "surface"):
            found = contrast(Color.parse(colours[name]), Color.parse(colours[behind]))
            assert found >= 4.5, (name, behind, round(found, 2))


class Page(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock()
        register_skins(self, THEMES)

    def compose(self) -> ComposeResult:
        yield ReplyView(clock=self.clock)


@every_theme
async def test_every_part_of_a_reply_stands_out(theme: Theme):
    app = Page()
    app.theme = theme.name
    async with app.run_test(size=(60, 60)) as pilot:
        view = app.query_one(ReplyView)
        view.show(RICH_DOCUMENT)
        for tone in ("info", "warning", "error"):
            view.note("stopped", tone)
        while app.clock.tick():
            await pilot.pause()
        for y in range(view.max_scroll_y + view.size.height):
            for text, style, _ in view.render_line(y):
                if text.strip() and style:
                    colours = (Color.from_rich_color(c) for c in (style.color, style.bgcolor))
                    assert contrast(*colours) >= 4.5, (text, str(style))


def test_the_beacon_is_of_high_contrast():
    beacon = next(theme for theme in THEMES if theme.name == "beacon")
    colours = beacon.to_color_system().generate()
    for name in ("foreground", "primary", "accent", "success", "warning", "error"):
        assert contrast(Color.parse(colours[name]), Color.parse(colours["background"])) >= 7


def test_a_user_theme_joins_the_built_in_ones(tmp_path: Path):
    skins = user_themes(tmp_path, GOOD)
    assert "mine" in {theme.name for theme in skins.themes}
    assert skins.problems == ()


def test_a_user_theme_replaces_the_built_in_one_of_its_name(tmp_path: Path):
    skins = user_themes(tmp_path, GOOD.replace("mine", "quayside"))
    assert skins.themes[0].background == "black"
    assert len(skins.themes) == len(THEMES)


@pytest.mark.parametrize(
    ("text", "field", "form"),
    [
        (GOOD.replace("black", "blakc"), "background", "a colour"),
        (GOOD.replace('"#5fb3e6"', "12"), "primary", "a colour"),
        (GOOD.replace("panel", "pannel"), "panel", "a colour"),
        (GOOD + "hue: red\n", "hue", "one of name"),
        (GOOD + "dark: 3\n", "dark", "true or false"),
        (GOOD + "variables: [a]\n", "variables", "tokens such as"),
        (GOOD + "variables: {lane-sdk: nothing}\n", "variables.lane-sdk", "a colour"),
        (GOOD + "variables: {footer-key-foreground: 3}\n", "variables.footer", "text in quotes"),
        (GOOD.replace("mine", "''"), "name", "a word"),
        ("- a list", "file", "fields such as"),
        ("name: [", "file", "readable YAML"),
    ],
)
def test_a_broken_theme_is_a_problem_in_words(tmp_path: Path, text: str, field: str, form: str):
    skins = user_themes(tmp_path, text)
    (problem,) = skins.problems
    assert problem.field.startswith(field)
    assert form in str(problem)
    assert "mine.yaml" in str(problem)
    assert len(skins.themes) == len(THEMES)


def test_a_missing_directory_is_no_problem(tmp_path: Path):
    assert load_skins([tmp_path / "none"]).problems == ()


async def test_any_theme_can_be_worn_without_our_tokens():
    class Plain(App[None]):
        CSS = "Screen { background: $lane-sdk; color: $lane-proxy; }"

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return dict(SKIN_DEFAULTS)

    app = Plain()
    async with app.run_test() as pilot:
        app.theme = "nord"
        await pilot.pause()
        assert app.screen.styles.background == Color.parse(SKIN_DEFAULTS["lane-sdk"])
