from kit.drawn import drawn, rows
from quayside.widgets.hint_line import HintLine
from quayside.widgets.sections import Section, SectionLine, Sections
from quayside.widgets.strip_plot import StripPlot, StripRow
from quayside.widgets.waterfall import Span, Waterfall

HINTS = [("n p", "round"), ("d", "differing")]


async def test_keys_stand_behind_the_words_where_there_is_room():
    line = HintLine(HINTS)
    line.show("round 1 of 3 [/x]")
    async with drawn(line, (50, 4)) as pilot:
        assert rows(pilot) == ["round 1 of 3 [/x]           n p round  d differing"]


async def test_keys_are_never_dropped_for_long_words():
    line = HintLine(HINTS)
    line.show("a very long line of words\x1b")
    async with drawn(line, (24, 4)) as pilot:
        assert rows(pilot) == ["a very long line of wor…", "n p round  d differing"]
        line.show("")
        await pilot.pause()
        assert rows(pilot) == ["  n p round  d differing"]


async def test_other_keys_take_the_place_of_those_before():
    line = HintLine(HINTS)
    line.show("x", hints=[("n p", "1/15")])
    async with drawn(line, (20, 3)) as pilot:
        assert rows(pilot) == ["x           n p 1/15"]
        line.show("y")
        await pilot.pause()
        assert rows(pilot) == ["y           n p 1/15"]


async def test_a_line_without_keys_is_its_words():
    line = HintLine()
    line.show("words")
    async with drawn(line, (10, 3)) as pilot:
        assert rows(pilot) == ["words"]


async def test_raw_lines_are_broken_by_cells_and_keep_their_blank_lines():
    page = Sections()
    page.show([Section(lines=[SectionLine("data: {aaa bbbb\n\nend", raw=True)])])
    async with drawn(page, (10, 6)) as pilot:
        assert rows(pilot) == ["data: {aaa", " bbbb", "", "end"]


async def test_the_note_of_a_phase_is_wrapped_and_not_cut():
    fall = Waterfall()
    fall.show([Span("wait", 0.0, 5.0, "red", "first byte at 2 ms and then the rest of it")])
    async with drawn(fall, (30, 5)) as pilot:
        assert rows(pilot)[1:] == ["  first byte at 2 ms and then", "  the rest of it"]


async def test_a_lane_without_answers_takes_one_line_of_a_plot():
    plot = StripPlot()
    plot.show(
        "TTFT, ms",
        [StripRow("1 sdk", "·", "red"), StripRow("2 proxy", "5.0", "red", (4.0, 6.0), 5.0)],
    )
    async with drawn(plot, (50, 8)) as pilot:
        _, nothing, name, dots, *_ = rows(pilot)
        assert nothing.split() == ["1", "sdk", "no", "answers"]
        assert name == "2 proxy"
        assert "⠀" not in dots
