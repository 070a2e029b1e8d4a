import pytest
from textual.content import Content

from kit.drawn import drawn, hidden_names, rows
from quayside.widgets.difference_plot import DifferencePlot
from quayside.widgets.drawing import Drawing
from quayside.widgets.figure_grid import FigureGrid
from quayside.widgets.progress_line import ProgressLine
from quayside.widgets.sections import Sections
from quayside.widgets.strip_plot import StripPlot
from quayside.widgets.twin_texts import TwinTexts
from quayside.widgets.view_tabs import ViewTabs
from quayside.widgets.waterfall import Waterfall

KINDS = [
    FigureGrid,
    ProgressLine,
    Sections,
    StripPlot,
    DifferencePlot,
    TwinTexts,
    Waterfall,
    lambda: ViewTabs(["one"]),
]


class Lines(Drawing):
    def __init__(self, *given: str) -> None:
        super().__init__()
        self.given = list(given)
        self.widths: list[int] = []

    def picture(self, width: int) -> list[Content]:
        self.widths.append(width)
        return [Content(line) for line in self.given]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_name_hides_one_of_textual(kind):
    assert not hidden_names(kind())


async def test_a_drawing_is_as_high_as_its_lines_and_says_them():
    page = Lines("one", "two")
    async with drawn(page) as pilot:
        assert page.size.height == 2
        assert rows(pilot) == ["one", "two"]
        assert page.text == "one\ntwo"


async def test_drawing_again_lays_out_only_when_the_height_changes():
    page = Lines("one", "two")
    async with drawn(page) as pilot:
        layouts: list[object] = []
        original = pilot.app.screen._refresh_layout
        pilot.app.screen._refresh_layout = lambda *args, **more: (
            layouts.append(args),
            original(*args, **more),
        )
        for number in range(5):
            page.given[0] = f"line {number}"
            page.redraw()
            await pilot.pause()
        assert rows(pilot) == ["line 4", "two"]
        assert layouts == []
        page.given.append("three")
        page.redraw()
        await pilot.pause()
        assert rows(pilot) == ["line 4", "two", "three"]
        assert layouts


async def test_another_width_draws_anew():
    page = Lines("one")
    async with drawn(page) as pilot:
        await pilot.resize_terminal(30, 10)
        await pilot.pause()
        assert page.widths[-1] == 30


async def test_another_theme_draws_in_its_colours():
    page = Lines("one")
    async with drawn(page) as pilot:
        before = page.render_line(0)
        pilot.app.theme = "daylight"
        await pilot.pause()
        assert page.render_line(0) != before


async def test_what_is_shown_before_the_first_layout_is_drawn():
    page = Lines("early")
    page.redraw()
    async with drawn(page) as pilot:
        assert rows(pilot) == ["early"]
