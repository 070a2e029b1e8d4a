"""The first view: the lanes as a grid, then every figure, and under what conditions it came."""

from textual.app import ComposeResult

from ....widgets.figure_grid import FigureGrid
from ....widgets.hint_line import HintLine
from ....widgets.scroll_page import ScrollPage
from ....widgets.sections import Section, SectionLine, Sections
from ...core.comparison.admission import failures
from ...core.comparison.report.amounts import counted
from ...core.comparison.report.conditions import doubts, lanes, measuring
from ...core.comparison.report.differences import differences, rejections
from ...core.comparison.report.lane_figures import lane_tables
from ...core.comparison.report.on_the_way import concurrency
from ...core.comparison.report.phases import loads, phases
from ...core.comparison.run import Asking
from .lane_rows import grid_columns, grid_rows
from .report_sections import all_drawn
from .result import Result

_BAD, _DOUBTFUL = "$text-error", "$text-warning"


class FiguresPane(ScrollPage):
    """Shows figures of all lanes beside each other."""

    DEFAULT_CSS = """
    FiguresPane > Sections { margin: 1 0 0 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="figures")
        self.asked = HintLine(id="figures-asked")
        self.grid = FigureGrid(id="lane-grid")
        self.sections = Sections(id="figure-sections")

    def compose(self) -> ComposeResult:
        yield self.asked
        yield self.grid
        yield self.sections

    def show(self, result: Result, asking: Asking | None) -> None:
        """`asking` is the request that is under way."""
        self.asked.show(asked_words(result))
        self.grid.show(grid_columns(result.plan.mode), grid_rows(result, asking))
        self.sections.show(figure_sections(result))


def asked_words(result: Result) -> str:
    """What the figures below are of: the mode, the rounds, the units, and the prompts."""
    plan = result.plan
    rounds, prompts = counted(plan.repeat, "round"), counted(len(plan.prompts), "prompt")
    asked = f"“{plan.prompts[0]}”" if len(plan.prompts) == 1 else prompts
    return f"{plan.mode} · {rounds} · medians, times in ms · {asked}" if result.samples else ""


def figure_sections(result: Result) -> list[Section]:
    """What must be known first, then the tables, then the conditions."""
    record, analysis, plan = result.record, result.analysis, result.plan
    told = [
        *differences(plan, analysis),
        *lane_tables(record, analysis),
        phases(record, analysis),
        loads(record),
        *concurrency(record, analysis),
        lanes(record),
        measuring(record),
    ]
    pairs = [rejections(plan, analysis)]
    return [*_notices(result), *(all_drawn([*pairs, *told], result.colours))]


def _notices(result: Result) -> list[Section]:
    lines = [SectionLine(words, _BAD, "✗") for words in failure_words(result)]
    lines += [SectionLine(words, _DOUBTFUL, "!") for words in doubts(result.record)]
    return [Section(lines=lines)] if lines else []


def failure_words(result: Result) -> list[str]:
    """Each kind of failure of a lane once, with its cure."""
    told: dict[tuple[int, str], str] = {}
    for lane, name in enumerate(result.names):
        for sample in failures(result.samples, lane):
            if (failure := sample.failure) is not None:
                told[lane, failure.kind] = f"{name}: {failure.summary}. {failure.cure}"
    return list(told.values())
