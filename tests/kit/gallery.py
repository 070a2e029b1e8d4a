"""The pictures there are: what each shows and how to get there."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Footer

from kit.diagnosis_samples import wrong_port
from kit.diagnosis_steps import found
from kit.page_samples import RICH_DOCUMENT
from kit.pictures import ROOT, kept, picture
from kit.records import a_record
from kit.runner_samples import PROFILES, StillRunner, servers
from kit.samples import a_sample
from kit.scripted import ScriptedSource, a_failure, a_lane, answer, failing
from quayside.app.core.comparison.record import Record
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.runner.found import EngineState, Found, FoundKind, ModelState
from quayside.app.screens.kit import WorkbenchKit
from quayside.app.skins import SKIN_DEFAULTS, load_skins, register_skins
from quayside.app.workbench import Workbench
from quayside.widgets.reply_view import ReplyView

Draw = Callable[[], Awaitable[str]]
THEMES = [theme.name for theme in load_skins().themes]

SAMPLE = """\
## Two ships

Ask *both* lanes: `quayside compare` says **which** is faster, see
[the pier](https://example.com/pier).

```python
def berth(ship: str) -> int:
    return len(ship) + 1  # metres
```

> A quotation.
"""


class ReplyPicture(App[None]):
    """One reply, with nothing round it but a footer."""

    BINDINGS = [("y", "copy", "Copy")]  # noqa: RUF012

    def __init__(self, theme: str) -> None:
        super().__init__()
        register_skins(self, load_skins().themes)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(SKIN_DEFAULTS)

    def compose(self) -> ComposeResult:
        yield ReplyView()
        yield Footer()


async def _show_document(pilot: Pilot[Any]) -> None:
    view = pilot.app.query_one(ReplyView)
    view.show(RICH_DOCUMENT)
    view.feed_reasoning("The question is about ships.\nA table will do.")
    view.note("Nothing listens on localhost:22088\ntry port 12434", "error")
    view.note("stopped after 12 tokens", "info")


async def _show_sample(pilot: Pilot[Any]) -> None:
    view = pilot.app.query_one(ReplyView)
    view.show(SAMPLE)
    view.feed_reasoning("Short is better.")
    view.note("waits for the runner", "warning")
    view.note("the stream ended early", "error")


def a_runner() -> Found:
    return Found(
        kind=FoundKind.RUNNER,
        base="http://localhost:12434/engines/llama.cpp",
        title="Docker Model Runner",
        engines=(EngineState("llama.cpp", "Running", True),),
        models=(
            ModelState("docker.io/ai/smollm2:latest", "smollm2", "98 MB", "Q4_1", loaded=True),
            ModelState("docker.io/ai/qwen3:latest", "qwen3", "5.0 GB", "Q4_K_M"),
        ),
    )


async def _discover():
    yield a_runner()


RIVERS = [
    "Three rivers:\n\n",
    "1. **Vistula**, Poland, 1,047 km\n",
    "2. **Danube**, ten countries, 2,850 km\n",
    "3. **Loire**, France, 1,006 km\n\n",
    "```python\nrivers = ['Vistula', 'Danube', 'Loire']\n```\n",
]


def workbench(*, failing_proxy: bool = False, **kit: Any) -> Workbench:
    """Two lanes on a scripted engine; no time passes."""
    proxy = failing(a_failure()) if failing_proxy else answer(*RIVERS)
    return Workbench(
        WorkbenchKit(
            source=ScriptedSource({"sdk": answer(*RIVERS), "proxy": proxy}),
            lanes=[a_lane(), a_lane(model="smollm2", path=LanePath.PROXY)],
            diagnose=found(*wrong_port()).diagnose,
            skins=load_skins().themes,
            clock=lambda: 0.0,
            **{"discover": _discover, **kit},
        )
    )


async def _ask(pilot: Pilot[Any]) -> None:
    await pilot.press(*"Name three rivers.", "enter")
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()


def _a_comparison() -> Record:
    """A proxy that costs some milliseconds, one stray answer, and one round that parts."""
    noise = (0.0, 0.6, 0.2, 1.1, 0.4, 0.9, 0.1, 0.7, 0.3, 1.4)
    samples = [
        a_sample(
            lane,
            number,
            ttft=18.0 + 13.0 * lane + 2.0 * noise[(number * (lane + 3)) % 10],
            gaps=[12.0 + noise[(number + token * 7 + lane) % 10] for token in range(40)],
            text=f"A calm sea, {'a wide sky' if lane and number == 4 else 'a warm wind'}.",
        )
        for number in range(12)
        for lane in (0, 1)
    ]
    samples.append(a_sample(0, 12, ttft=41.0))
    samples.append(a_sample(1, 12, failure=a_failure()))
    return a_record(samples, rounds=13)


def _diagnosis(size: tuple[int, int], title: str = "") -> Draw:
    async def prepare(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    return lambda: picture(workbench(), prepare, size, title)


def _compare(view: int, size: tuple[int, int], title: str = "", keys: Sequence[str] = ()) -> Draw:
    async def prepare(pilot: Pilot[Any]) -> None:
        await pilot.press("f3")
        screen: Any = pilot.app.screen
        screen.bench.show(_a_comparison(), "opened 2026-11-25-042700-workload-sdk-proxy.json")
        screen.action_view(view)
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()

    return lambda: picture(workbench(), prepare, size, title)


def _runners(size: tuple[int, int], title: str = "") -> Draw:
    async def prepare(pilot: Pilot[Any]) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.press("f5")
        await pilot.app.workers.wait_for_complete()
        await pilot.press("p", *"ai/llama3.2", "enter")
        await pilot.pause()
        await pilot.pause()

    def app() -> Workbench:
        still = StillRunner()
        return workbench(discover=servers, profiles=PROFILES, runner=lambda _base: still)

    return lambda: picture(app(), prepare, size, title)


def _reply(theme: str, prepare: Any, size: tuple[int, int]) -> Draw:
    return lambda: picture(ReplyPicture(theme), prepare, size)


def _workbench(size: tuple[int, int], title: str = "", **kinds: bool) -> Draw:
    return lambda: picture(workbench(**kinds), _ask, size, title)


def gallery() -> Mapping[Path, Draw]:
    """Each picture's file and how it is drawn."""
    return {
        kept("reply-document"): _reply("quayside", _show_document, (72, 48)),
        **{kept(f"theme-{name}"): _reply(name, _show_sample, (60, 22)) for name in THEMES},
        kept("workbench-narrow"): _workbench((80, 24)),
        kept("compare-figures"): _compare(0, (80, 24)),
        kept("compare-plots"): _compare(1, (120, 40)),
        kept("compare-texts"): _compare(2, (80, 24), keys=["d"]),
        kept("compare-exchange"): _compare(3, (80, 24), keys=["j", "enter"]),
        kept("diagnosis-narrow"): _diagnosis((80, 24)),
        kept("workbench-failure"): _workbench((120, 40), failing_proxy=True),
        ROOT / "docs" / "compare.svg": _compare(0, (110, 34), "Quayside"),
        ROOT / "docs" / "diagnosis.svg": _diagnosis((112, 32), "Quayside"),
        kept("runners-narrow"): _runners((80, 24)),
        ROOT / "docs" / "runners.svg": _runners((112, 32), "Quayside"),
        ROOT / "docs" / "workbench.svg": _workbench((120, 34), "Quayside"),
    }
