"""The fourth view: every request that was made; Enter opens one."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ....widgets.exchange_list import ExchangeList
from ....widgets.hint_line import HintLine
from ....widgets.sparkline import legend
from ...core.comparison.run import Asking
from .exchange_rows import HEAD, exchange_rows
from .result import Result


class ExchangesPane(Vertical):
    """Warm-ups and rejected requests are listed too."""

    DEFAULT_CSS = """
    ExchangesPane > Static { height: 1; padding: 0 1; }
    ExchangesPane > HintLine { padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="exchanges")
        self.exchanges = ExchangeList(id="exchange-list")
        self.legend = HintLine([("⏎", "open")], id="chunk-legend")
        self._result: Result | None = None

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(HEAD, "bold $foreground 60%"))
        yield self.exchanges
        yield self.legend

    def on_mount(self) -> None:
        self.legend.show(f"chunks: {legend()}")

    def show(self, result: Result, _asking: Asking | None) -> None:
        if result is not self._result:
            self._result = result
            self.exchanges.show_rows(exchange_rows(result))
