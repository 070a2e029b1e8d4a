import pytest

from kit.drawn import drawn, rows
from quayside.widgets.axis import Axis, axis_over
from quayside.widgets.braille import dotted, heaped
from quayside.widgets.difference_plot import DifferencePlot, DifferenceRow
from quayside.widgets.sparkline import BLOCKS, legend, sparkline
from quayside.widgets.strip_plot import StripPlot, StripRow
from quayside.widgets.waterfall import Span, Waterfall, bar

FIRST = StripRow("● 1 sdk", "20.0 [15, 25]", "$lane-sdk", (10.0, 20.0, 30.0), 20.0, 15.0, 25.0)


def test_an_axis_puts_its_ends_into_the_edges_and_ticks_at_round_numbers():
    axis = Axis(0.0, 100.0, 41)
    assert (axis.place(0.0), axis.place(50.0), axis.place(100.0)) == (0, 20, 40)
    assert (axis.place(-9.0), axis.place(999.0)) == (0, 40)
    assert axis.ticks == [0.0, 50.0, 100.0]
    line, words = axis.lines()
    assert [at for at, mark in enumerate(line) if mark == "┴"] == [0, 20, 40]
    assert words.split() == ["0", "50", "100"]
    assert len(line) == len(words) == 41


@pytest.mark.parametrize("values", [[5.0], [0.0, 0.0], [-3.0, 1e6], [0.001, 0.002]])
def test_an_axis_holds_whatever_it_is_laid_over(values):
    axis = axis_over(values, 30)
    assert all(axis.holds(value) for value in values)
    assert axis.ticks


def test_dots_stand_where_braille_has_them():
    assert dotted([(0, 0), (1, 3)], 1, 1) == ["⢁"]
    assert heaped([0, 0, 0], 1, 1) == (["⡆"], 1)
    drawn_lines, each = heaped([1] * 20, 1, 2)
    assert each == 3
    assert drawn_lines == ["⢰", "⢸"]


async def test_a_strip_shows_every_answer_its_median_and_the_interval():
    plot = StripPlot()
    plot.show("TTFT, ms", [FIRST])
    async with drawn(plot, (60, 8)) as pilot:
        head, name, words, interval, rule, ticks = rows(pilot)
        assert head == "TTFT, ms · each dot is one answer"
        assert name.startswith("● 1 sdk")
        assert words.startswith("20.0 [15, 25]")
        assert sum((ord(mark) - 0x2800).bit_count() for mark in words if mark >= "⠀") == 3
        assert interval.index("├") < interval.index("┃") < interval.index("┤")
        assert "┴" in rule
        assert ticks.split() == ["10", "20", "30"]


@pytest.mark.parametrize(("far", "said"), [([5000.0], "5000"), ([1.0, 5000.0], "1 to 5000")])
async def test_a_few_answers_far_off_are_counted_and_squeeze_no_strip(far, said):
    plot = StripPlot()
    values = (*(10.0 + step / 10 for step in range(20)), *far)
    plot.show("TTFT, ms", [StripRow("1", "10.9", "", values, 10.9)])
    async with drawn(plot, (80, 8)) as pilot:
        text = rows(pilot)
        assert f"{len(far)} beyond the edges: {said}" in text[0]
        assert "11" in text[-1].split()


async def test_a_plot_of_nothing_says_so():
    plot = StripPlot()
    plot.show("TTFT, ms", [StripRow("1", "·", "")])
    async with drawn(plot) as pilot:
        assert rows(pilot) == ["TTFT, ms: nothing measured yet"]
        assert DifferencePlot().picture(40)[0].plain.endswith("no pairs yet")


async def test_a_difference_stands_against_zero_and_the_margin():
    plot = DifferencePlot()
    plot.show(
        "TTFT less sdk's, ms",
        [
            DifferenceRow("2 proxy", "slower by 6 ms [/x]", "$lane-proxy", 6.0, 5.0, 7.0, 2.0),
            DifferenceRow("3 few", "too few", "", 1.0, None, None, 2.0),
        ],
    )
    async with drawn(plot, (70, 9)) as pilot:
        head, slower, said, few, _, rule, ticks = rows(pilot)
        assert "░ no difference to a user" in head
        zero = slower.index("│")
        assert slower.count("░") > 5
        assert slower.rindex("░") < slower.index("├") < slower.index("●") < slower.index("┤")
        assert said == "  slower by 6 ms [/x]"
        assert few.index("●") > few.index("│") == zero
        assert "├" not in few
        assert rule[zero] == "┴"
        assert "0" in ticks.split()


def test_blocks_mean_the_same_in_every_row():
    assert sparkline([0.5, 1.5, 4, 9, 15, 49, 99, 2000], 20) == BLOCKS
    assert sparkline([], 20) == ""
    assert sparkline([1] * 9 + [300], 5) == "▂▂▂▂█"
    assert legend().startswith("▁ <1 ▂ <2")
    assert legend().endswith("█ longer, in ms")


async def test_a_waterfall_has_a_bar_a_phase_on_one_scale():
    fall = Waterfall()
    fall.show(
        [
            Span("connect", -10.0, 0.0, "red"),
            Span("wait", 0.0, 50.0, "red", "of it [/x] 40 ms"),
            Span("decode", 50.0, 90.0, "red"),
        ]
    )
    async with drawn(fall, (70, 6)) as pilot:
        connect, wait, note, decode = rows(pilot)
        assert "10.0 ms" in connect
        assert note == "  of it [/x] 40 ms"
        assert connect.rindex("█") < wait.index("█") + 1
        assert wait.rindex("█") < decode.index("█") + 1
        assert wait.count("█") > decode.count("█") > connect.count("█")


def test_a_bar_of_almost_nothing_can_be_seen():
    assert bar(0.0, 0.0, 10) == "▏"
    assert bar(1.0, 1.0, 10) == " " * 9 + "█"
    assert bar(0.0, 1.0, 10) == "█" * 10
