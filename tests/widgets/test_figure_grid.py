from kit.drawn import drawn, rows
from quayside.widgets.figure_grid import FigureGrid, GridCell, GridColumn
from quayside.widgets.progress_line import ProgressLine, ProgressRow, bar
from quayside.widgets.sections import Section, SectionLine, Sections
from quayside.widgets.view_tabs import ViewTabs

COLUMNS = (GridColumn("lane", "left"), GridColumn("model", "left", yields=True), GridColumn("ms"))


async def test_columns_are_as_wide_as_they_must_be_and_numbers_stand_right():
    grid = FigureGrid()
    grid.show(COLUMNS, [["1 sdk", "ai/smollm2", "8.1"], ["2 proxy", "alias", "204.0"]])
    async with drawn(grid) as pilot:
        assert rows(pilot) == [
            "lane     model          ms",
            "1 sdk    ai/smollm2    8.1",
            "2 proxy  alias       204.0",
        ]


async def test_a_narrow_table_cuts_the_columns_that_yield_and_no_figure():
    grid = FigureGrid()
    grid.show(COLUMNS, [["1 sdk", "a-very-long-model-name", "204.0"]])
    async with drawn(grid, (22, 5)) as pilot:
        assert rows(pilot)[1] == "1 sdk a-very-lo… 204.0"


async def test_foreign_text_in_a_table_is_plain():
    grid = FigureGrid()
    grid.show(COLUMNS, [[GridCell("[/x]", "bold"), "[bold]m\x1b[31m\n[/y]", "1"]])
    async with drawn(grid) as pilot:
        assert rows(pilot)[1] == "[/x]  [bold]m␛[31m␊[/y]   1"


async def test_wide_characters_keep_the_columns_straight():
    grid = FigureGrid()
    grid.show(COLUMNS, [["1 sdk", "模型", "1"], ["2 sdk", "abcd", "2"]])
    async with drawn(grid) as pilot:
        assert rows(pilot)[1:] == ["1 sdk  模型    1", "2 sdk  abcd    2"]


async def test_sections_wrap_their_lines_under_their_mark_and_hold_tables():
    page = Sections()
    section = Section(
        "Failed [/x]",
        [SectionLine("Nothing listens there\x07", "", "✗")],
        columns=COLUMNS,
        rows=[["1 sdk", "m", "2.0"]],
        notes=[SectionLine("a note")],
    )
    page.show([section, Section("Next")])
    async with drawn(page, (20, 12)) as pilot:
        assert rows(pilot) == [
            "Failed [/x]",
            "✗ Nothing listens",
            "  there␇",
            "lane   model   ms",
            "1 sdk  m      2.0",
            "a note",
            "",
            "Next",
        ]


async def test_progress_shows_a_bar_its_count_and_words():
    line = ProgressLine()
    line.show(ProgressRow("0:41 left [/x]", 3, 12))
    async with drawn(line, (44, 3)) as pilot:
        (row,) = rows(pilot)
        assert row.startswith("━━━━━")
        assert row.endswith(" 3/12  0:41 left [/x]")
        line.show(ProgressRow("■ stopped"))
        await pilot.pause()
        assert rows(pilot) == ["■ stopped"]


def test_a_bar_is_drawn_to_half_a_cell():
    assert bar(0, 4, 4) == ("", "────")
    assert bar(1, 8, 4) == ("╸", "───")
    assert bar(4, 4, 4) == ("━━━━", "")
    assert bar(9, 4, 4) == ("━━━━", "")


async def test_the_view_on_show_is_marked_without_colour():
    tabs = ViewTabs(["figures", "plots"])
    async with drawn(tabs, (40, 3)) as pilot:
        assert rows(pilot) == ["[1 figures]    2 plots"]
        tabs.show(1)
        await pilot.pause()
        assert rows(pilot) == [" 1 figures    [2 plots]"]
