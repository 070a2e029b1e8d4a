"""What the commands that ask a model share: settings, lanes that are ready, a client."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from ..core.demo_lanes import is_open
from ..core.failures import Failure
from ..core.lanes import Lane, LaneText, parse_lane
from ..core.lanes import Path as LanePath
from ..core.locations import config_file
from ..core.preparation import Preparation
from ..core.reply_sources import open_source
from ..core.settings import FROM_DEFAULT, Settings
from ..core.settings_loading import load_settings
from ..core.wire.address import parse_engine_base, parse_gateway_base
from ..core.wire.source import ReplySource
from .arguments import Arguments
from .composition import Composition, chosen_lane, compose
from .console import Console


def settings_for(arguments: Arguments, environment: Mapping[str, str]) -> Settings:
    """The settings in effect for this run. Raises `SettingsError`."""
    return load_settings(arguments.flags, environment, config_file(environment))


def process_console() -> Console:
    return Console(sys.stdout, sys.stderr)


@dataclass(slots=True)
class Stage:
    """Everything a command works with; `ready` must come before the first request."""

    arguments: Arguments
    settings: Settings
    environment: Mapping[str, str]
    console: Console
    source: ReplySource
    composition: Composition = field(default_factory=Composition)
    held: list[tuple[Lane, Failure]] = field(default_factory=list[tuple[Lane, Failure]])
    """Lanes that could not be prepared, and why."""

    def lane(self, text: str | LaneText) -> Lane:
        """The lane that `text` means here. Raises `LaneSyntaxError`."""
        given = parse_lane(text) if isinstance(text, str) else text
        return chosen_lane(given, self.arguments, self.settings)

    async def ready(self, texts: Sequence[str | LaneText]) -> list[Lane]:
        """The lanes of `texts`, once what they wait for is prepared.

        Raises `LaneSyntaxError`, or `AddressError` but for the doctor, before anything is started.
        A lane whose preparation failed is given all the same: its replies are that failure.
        """
        if self._rests_on_defaults([self.lane(text) for text in texts]):
            await self.look_around()
        lanes = [self.lane(text) for text in texts]
        # A base that cannot be read is a finding of the doctor's.
        if self.arguments.command != "doctor":
            _check_bases(lanes)
        failures = await self._prepare(lanes)
        settled = [self._settled(lane) for lane in lanes]
        together = zip(settled, failures, strict=True)
        self.held = [(lane, failure) for lane, failure in together if failure]
        if self.held:
            # With it come all events, which the workbench loads behind its first frame.
            from ..core.held_source import HeldSource

            self.source = HeldSource(self.source, self.held)
        self.console.clear()
        return settled

    async def look_around(self) -> None:
        """Search this machine for the bases that nobody gave; a demo brings its own."""
        if not self.arguments.demo:
            self.settings = await discovered(self.settings, self.environment)

    def _rests_on_defaults(self, lanes: Sequence[Lane]) -> bool:
        settings = self.settings
        return any(
            lane.base == settings.base_for(lane.path)
            for lane in lanes
            if settings.base_source(lane.path) == FROM_DEFAULT
        )

    def _settled(self, lane: Lane) -> Lane:
        # A lane that one has settled is no longer another's to hold.
        holding = [one for one in self.composition.preparations if one.holds(lane)]
        for preparation in holding:
            lane = preparation.settle(lane)
        return lane

    async def _prepare(self, lanes: Sequence[Lane]) -> list[Failure | None]:
        # A demo's proxy stands before its runner, so the runner is always wanted.
        wanted = [
            preparation
            for preparation in self.composition.preparations
            if preparation.name == "runner" or any(map(preparation.holds, lanes))
        ]
        outcomes = await asyncio.gather(*(self._carry_out(one) for one in wanted))
        return [
            next((o for p, o in zip(wanted, outcomes, strict=True) if o and p.holds(lane)), None)
            for lane in lanes
        ]

    async def _carry_out(self, preparation: Preparation) -> Failure | None:
        async for step in preparation.steps():
            if isinstance(step, Failure):
                return step
            self.console.progress(step)
        return None


def _check_bases(lanes: Sequence[Lane]) -> None:
    for lane in lanes:
        if not is_open(lane):
            read = parse_gateway_base if lane.path is LanePath.PROXY else parse_engine_base
            read(lane.base)


@asynccontextmanager
async def open_stage(arguments: Arguments) -> AsyncGenerator[Stage]:
    """The stage of this process; all that was started for it is ended on the way out."""
    environment = dict(os.environ)
    settings = settings_for(arguments, environment)
    console = process_console()
    for warning in settings.warnings:
        console.note(f"! {warning}")
    composition = compose(arguments, settings, environment)
    source = open_source(environment)
    try:
        yield Stage(arguments, settings, environment, console, source, composition)
    finally:
        console.clear()
        await source.close()
        await composition.stop()


async def discovered(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """The settings with the first runner and the first gateway that answer on this machine."""
    from ..core.runner.discovery import candidates, discover
    from ..core.runner.found import FoundKind

    found = [server async for server in discover(candidates(environment))]
    runners = [server.base for server in found if server.kind is FoundKind.RUNNER]
    gateways = [server.base for server in found if server.kind.is_gateway]
    return settings.with_discovered(next(iter(runners), ""), next(iter(gateways), ""))
