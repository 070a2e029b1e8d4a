"""The fifth view: what the way does to requests and answers, lane by lane."""

from textual.app import ComposeResult

from ....widgets.scroll_page import ScrollPage
from ....widgets.sections import Section, Sections
from ...core.comparison.report.agreement_words import agreement
from ...core.comparison.report.on_the_way import on_the_way
from ...core.comparison.run import Asking
from .body_rows import body_sections
from .report_sections import all_drawn
from .result import Result


class WirePane(ScrollPage):
    """Differences first, then the bodies as the runner received them."""

    def __init__(self) -> None:
        super().__init__(id="wire")
        self.sections = Sections(id="wire-sections")
        self._result: Result | None = None

    def compose(self) -> ComposeResult:
        yield self.sections

    def show(self, result: Result, _asking: Asking | None) -> None:
        if result is not self._result:
            self._result = result
            self.sections.show(wire_sections(result))


def wire_sections(result: Result) -> list[Section]:
    told = [on_the_way(result.plan, result.analysis), agreement(result.plan, result.analysis)]
    return [*all_drawn(told, result.colours), *body_sections(result)]
