"""One request in full; three views of it, and its neighbours at a key."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from ....widgets.key_line import KeyLine
from ....widgets.plain_text import visible_line
from ....widgets.scroll_page import ScrollPage
from ....widgets.sections import Sections
from ....widgets.view_tabs import ViewTabs
from ....widgets.waterfall import Waterfall
from ...core.comparison.report.amounts import counted
from ...core.comparison.sample import Sample
from ..dialog import Dialog
from .exchange_rows import rejection_of, rejections
from .result import Result
from .sample_words import phase_sections, request_sections, response_sections, spans

_VIEWS = ("phases", "request", "response")
Copy = Callable[[str, str], None]


class SampleScreen(Dialog[int]):
    """Gives the place of the request that was looked at last."""

    BINDING_GROUP_TITLE = "One exchange"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back", id="sample.back", tooltip="Back to the list"),
        Binding("n", "step(1)", "Next", id="sample.next", tooltip="The next exchange"),
        Binding("p", "step(-1)", "Before", id="sample.before", tooltip="The exchange before"),
        Binding("1", "view(0)", "Phases", id="sample.phases", tooltip="Where its time went"),
        Binding("2", "view(1)", "Request", id="sample.request", tooltip="What was sent"),
        Binding("3", "view(2)", "Response", id="sample.response", tooltip="What came back, raw"),
        Binding(
            "left", "turn(-1)", "Left", id="sample.left", tooltip="The view to the left", show=False
        ),
        Binding(
            "right",
            "turn(1)",
            "Right",
            id="sample.right",
            tooltip="The view to the right",
            show=False,
        ),
        Binding(
            "y", "copy", "Copy", id="sample.copy", tooltip="Copy the request or response in view"
        ),
    ]
    DEFAULT_CSS = """
    SampleScreen {
        background: $background;
        & > #sample-head { height: auto; padding: 0 1; }
        & > ViewTabs { margin: 0 1; }
        & ContentSwitcher { height: 1fr; }
        & Waterfall { margin: 0 0 1 0; }
    }
    """

    def __init__(self, result: Result, place: int, copy: Copy) -> None:
        super().__init__()
        self._samples: Sequence[Sample] = result.samples
        self._result, self._place, self._copy = result, place, copy
        self._rejected = rejections(result)
        self._view = 0
        self.head = Static("", markup=False, id="sample-head")
        self.tabs = ViewTabs(_VIEWS, id="sample-tabs")
        self.waterfall = Waterfall(id="waterfall")
        self.texts = [Sections(id=f"sample-{name}-text") for name in _VIEWS]

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.tabs
        with ContentSwitcher(initial="sample-phases"):
            yield ScrollPage(self.waterfall, self.texts[0], id="sample-phases")
            yield ScrollPage(self.texts[1], id="sample-request")
            yield ScrollPage(self.texts[2], id="sample-response")
        yield KeyLine()

    def on_mount(self) -> None:
        self._draw()
        self._page.focus()

    @property
    def sample(self) -> Sample:
        return self._samples[self._place]

    @property
    def _page(self) -> ScrollPage:
        return self.query_one(f"#sample-{_VIEWS[self._view]}", ScrollPage)

    def action_back(self) -> None:
        self.dismiss(self._place)

    def action_step(self, step: int) -> None:
        self._place = max(0, min(len(self._samples) - 1, self._place + step))
        self._draw()

    def action_turn(self, step: int) -> None:
        self.action_view((self._view + step) % len(_VIEWS))

    def action_view(self, view: int) -> None:
        self._view = view
        self.query_one(ContentSwitcher).current = f"sample-{_VIEWS[view]}"
        self.tabs.show(view)
        self._page.focus()

    def action_copy(self) -> None:
        wire = self.sample.wire
        texts = (self.texts[0].text, wire.request, wire.response)
        self._copy(texts[self._view], _VIEWS[self._view])

    def _draw(self) -> None:
        sample = self.sample
        colour = self._result.colours[sample.place.lane]
        self.head.update(self._headline(sample, colour))
        self.waterfall.show(spans(sample, colour))
        self.texts[0].show(phase_sections(sample, rejection_of(sample, self._rejected)))
        self.texts[1].show(request_sections(sample))
        self.texts[2].show(response_sections(sample))
        for page in self.query(ScrollPage):
            page.scroll_home(animate=False)

    def _headline(self, sample: Sample, colour: str) -> Content:
        place = sample.place
        lane = f"{place.lane + 1} {self._result.lanes[place.lane].label}"
        where = f"{place.kind}, round {place.round + 1}, asked as number {place.position + 1}"
        count = f"{self._place + 1} of {counted(len(self._samples), 'exchange')}"
        return Content.assemble(
            (visible_line(lane), f"bold {colour}"), f" · {where} · ", (count, "$foreground 60%")
        )
