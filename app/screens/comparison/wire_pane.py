"""The fifth view: what the way does to requests and answers, lane by lane."""

from textual.app import ComposeResult

from ....widgets.scroll_page import ScrollPage
from ....widgets.sections import Section, SectionLine, Sections
from ...core.comparison.report.agreement_words import agreement
from ...core.comparison.report.on_the_way import on_the_way
from ...core.comparison.run import Asking
from ...core.runner.received import ReceivedRequest
from .pretty import pretty_json
from .report_sections import all_drawn
from .result import Result

_QUIET = "$foreground 75%"
_UNTOLD = (
    "No runner told what it received: only a Docker Model Runner keeps requests, and only its own "
    "lanes name it."
)


class WirePane(ScrollPage):
    """Differences first, then each lane's body as the runner received it."""

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
    bodies = [_received(result, lane, one) for lane, one in sorted(result.record.received.items())]
    return [*all_drawn(told, result.colours), *(bodies or [_untold()])]


def _received(result: Result, lane: int, request: ReceivedRequest) -> Section:
    name = f"{lane + 1} {result.lanes[lane].label}"
    about = f"{request.method} {request.url}"
    client = f"asked by {request.user_agent}" if request.user_agent else ""
    return Section(
        title=f"As the runner received it: {name}",
        lines=[
            SectionLine(" · ".join(filter(None, (about, client))), _QUIET),
            SectionLine(pretty_json(request.body)),
        ],
    )


def _untold() -> Section:
    return Section(title="As the runner received it", lines=[SectionLine(_UNTOLD, _QUIET)])
