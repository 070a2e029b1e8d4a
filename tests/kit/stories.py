"""Tells a story on the workbench: keys go in, what a reader sees comes out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from kit.measuring import ScriptedMeasurer
from kit.scripted import ScriptedSource, a_lane
from quayside.app.core.lanes import Lane, Path
from quayside.app.skins import load_skins
from quayside.app.workbench import Workbench, WorkbenchKit
from quayside.widgets.lane_pane import LanePane

TWO_LANES = (a_lane(), a_lane("smollm2", Path.PROXY))


@dataclass
class Story:
    app: Workbench
    pilot: Pilot[None]
    copied: list[str]

    @property
    def screen(self) -> Any:
        return self.app.screen

    @property
    def panes(self) -> list[LanePane]:
        return list(self.app.screen.query(LanePane))

    def words(self) -> list[str]:
        """The status words of the lanes, left to right."""
        return [pane.status.row.word for pane in self.panes if pane.status.row]

    def sources(self) -> list[str]:
        return [pane.view.source for pane in self.panes]

    def text(self) -> str:
        """All that is drawn, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def send(self, prompt: str) -> None:
        self.screen.composer.put(prompt)
        self.screen.composer.focus()
        await self.press("enter")

    async def see(self, words: str) -> None:
        """Until `words` are drawn, such as at the next tick of the screen's own clock."""
        await self.until(lambda: words in self.text())

    async def until(self, true: Callable[[], bool]) -> None:
        """Until something is so, such as that the sessions have been opened."""
        async with asyncio.timeout(20):
            while not true():
                await self.pilot.pause()

    async def settle(self) -> None:
        """Until nothing works any more and all that it said is drawn."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()


@asynccontextmanager
async def story(
    source: ScriptedSource | None = None,
    lanes: Sequence[Lane] = TWO_LANES,
    size: tuple[int, int] = (120, 40),
    **kit: Any,
) -> AsyncIterator[Story]:
    copied: list[str] = []
    played = source or ScriptedSource()
    kit.setdefault("measurer", ScriptedMeasurer(played))
    kit.setdefault("copy", copied.append)
    given = WorkbenchKit(
        source=played,
        lanes=lanes,
        clock=lambda: 1.0,
        skins=load_skins().themes,
        **kit,
    )
    app = Workbench(given)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Story(app, pilot, copied)
