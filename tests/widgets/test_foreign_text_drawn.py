import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from kit.drawn import drawn, rows
from kit.foreign_rows import arguments
from kit.hostile import foreign, steers
from kit.steering import ALL_STEERING, CHOKING, ONE_LINE
from quayside.widgets.column_list import ColumnList
from quayside.widgets.difference_plot import DifferencePlot
from quayside.widgets.exchange_list import ExchangeList
from quayside.widgets.figure_grid import FigureGrid
from quayside.widgets.finding_detail import FindingDetail
from quayside.widgets.finding_list import FindingList
from quayside.widgets.hint_line import HintLine
from quayside.widgets.labelled_lines import LabelledLines
from quayside.widgets.lane_pane import LanePane
from quayside.widgets.lane_status import LaneStatus
from quayside.widgets.message_log import MessageLog
from quayside.widgets.preparation_lines import PreparationLines
from quayside.widgets.progress_line import ProgressLine
from quayside.widgets.prompt_line import PromptLine
from quayside.widgets.reply_view import ReplyView
from quayside.widgets.runner_picker import RunnerPicker
from quayside.widgets.safe_lines import SafeLines
from quayside.widgets.sections import Sections
from quayside.widgets.session_list import SessionList
from quayside.widgets.strip_plot import StripPlot
from quayside.widgets.twin_texts import TwinTexts
from quayside.widgets.waterfall import Waterfall
from quayside.widgets.welcome import Welcome

PICTURES = [
    DifferencePlot,
    FigureGrid,
    HintLine,
    LabelledLines,
    ProgressLine,
    Sections,
    StripPlot,
    TwinTexts,
    Waterfall,
]
GIVEN = {LanePane: (0,), ColumnList: ("list",)}
SHOWN = [
    (ColumnList, "show_rows"),
    (ExchangeList, "show_rows"),
    (FindingDetail, "show"),
    (FindingList, "show_rows"),
    (LanePane, "show_lane"),
    (LanePane, "show_status"),
    (LaneStatus, "show"),
    (MessageLog, "show_rows"),
    (PreparationLines, "show"),
    (PromptLine, "show"),
    (ReplyView, "show"),
    (ReplyView, "feed_reasoning"),
    (ReplyView, "feed_call"),
    (RunnerPicker, "show_rows"),
    (SessionList, "show_lines"),
    (Welcome, "show"),
    *((kind, "show") for kind in PICTURES),
]


@pytest.mark.parametrize("kind", PICTURES, ids=lambda kind: kind.__name__)
@given(text=foreign)
def test_no_line_of_a_picture_steers(kind, text):
    widget = kind()
    widget.update = widget.refresh = lambda *_, **__: None
    widget.show(**arguments(kind.show, text))
    lines = [content.plain for content in widget.picture(60)]
    assert [line for line in lines if steers(line)] == []


@pytest.mark.parametrize("text", [ALL_STEERING, ONE_LINE], ids=["lines", "line"])
@pytest.mark.parametrize(("kind", "method"), SHOWN)
async def test_nothing_that_a_widget_shows_steers(kind, method, text):
    widget = kind(*GIVEN.get(kind, ()))
    async with drawn(widget, (90, 30)) as pilot:
        show = getattr(widget, method)
        show(**arguments(getattr(kind, method), text))
        await pilot.pause()
        told = rows(pilot)
        assert [line for line in told if steers(line)] == []
        assert any("␛" in line for line in told), told


@pytest.mark.parametrize("name", CHOKING)
async def test_a_reply_that_is_deep_or_wide_is_drawn(name):
    view = ReplyView()
    async with drawn(view, (90, 30)) as pilot:
        for at in range(0, min(len(CHOKING[name]), 40_000), 4_000):
            view.feed(CHOKING[name][at : at + 4_000])
        view.note(ALL_STEERING, "error")
        view.finish()
        await pilot.pause()
        view.scroll_end(animate=False)
        await pilot.pause()
        told = rows(pilot)
        assert any("␛" in line for line in told)
        assert [line for line in told if steers(line)] == []


@given(st.lists(foreign))
def test_the_last_door_lets_nothing_through_and_leaves_the_rest(texts):
    kept = SafeLines().apply([Segment(text) for text in [*texts, "as é 漢 ␛"]], Color(0, 0, 0))
    assert not any(steers(segment.text) for segment in kept)
    assert kept[-1].text == "as é 漢 ␛"
