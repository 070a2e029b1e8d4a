"""`quayside` and `quayside demo`: the workbench on what was asked and what is found."""

import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.driver import Driver

from ..core.garbage import collect_from_now_on
from ..core.lanes import Lane, LaneText, parse_lane
from ..core.lanes import Path as LanePath
from ..core.locations import config_directory, config_file, data_directory, sessions_directory
from ..core.preparation import Preparation, PreparationStep
from ..core.progress import Progress
from ..core.reply_sources import open_source
from ..core.runner.found import Found
from ..core.secret import Secret
from ..core.settings import FROM_DEFAULT, FROM_DISCOVERY, Settings
from ..core.settings_holder import SettingsHolder
from ..core.wire.source import ReplySource
from ..skins import load_skins
from ..workbench import SettingRow, Workbench, WorkbenchKit
from .arguments import Arguments
from .composition import Composition, chosen_lane, compose
from .diagnosing import Diagnosing
from .problems import UsageError
from .stage import discovered, settings_for

if TYPE_CHECKING:
    # Types alone: neither the network nor comparisons are loaded before the first frame.
    from collections.abc import AsyncGenerator

    from ..core.comparison.measuring.process import Measured
    from ..core.comparison.plan import Plan
    from ..core.comparison.record import Server
    from ..core.failures import Failure
    from ..core.runner.handle import RunnerHandle

_MOST_LANES = 4
HUB_TOKEN = "HF_TOKEN"
BROWSER = "textual.drivers.web_driver:WebDriver"
"""Textual's driver where a browser's tab has started us."""


def run(arguments: Arguments) -> int:
    """The workbench's own exit status. Raises `UsageError` where there is no terminal."""
    if arguments.serve:
        from .serve import serve

        collect_from_now_on()
        return serve(arguments.port, sys.argv[1:])
    driver = _driver(os.environ)
    if driver is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the workbench needs a terminal; `quayside chat`, `compare` and `doctor` do not"
        )
    environment = dict(os.environ)
    settings = settings_for(arguments, environment)
    composition = compose(arguments, settings, environment)
    kit = kit_for(arguments, settings, environment, composition, open_source(environment))
    workbench = Workbench(kit, driver)
    workbench.run()
    return workbench.return_code or 0


def _driver(environment: Mapping[str, str]) -> type[Driver] | None:
    """None is the terminal's own."""
    if environment.get("TEXTUAL_DRIVER") != BROWSER:
        return None
    from ..web.driver import ServedDriver

    return ServedDriver


def kit_for(
    arguments: Arguments,
    settings: Settings,
    environment: Mapping[str, str],
    composition: Composition,
    source: ReplySource,
) -> WorkbenchKit:
    """Everything the workbench is given."""

    holder = SettingsHolder(settings, config_file(environment))
    diagnosing = Diagnosing(holder, environment, demo=arguments.demo)

    def discover() -> AsyncIterator[Found]:
        from ..core.runner.candidates import Candidate, candidates
        from ..core.survey import survey
        from .keyring import held_keys

        profiles = holder.settings.profiles.value.values()
        named = [Candidate(one.base, f"profile {one.name}") for one in profiles]
        offered = candidates(environment, named=named)
        return survey(offered, held_keys(holder.settings, composition))

    def lane_for(given: LaneText) -> Lane:
        from .keyring import with_held_key

        lane = _completed(given, arguments, holder.settings)
        return with_held_key(lane, holder.settings, composition)

    async def look_at(lanes: Sequence[Lane]) -> "Sequence[Server]":
        from ..core.comparison.servers import identify_servers

        return await identify_servers(lanes)

    async def limit_of(lane: Lane) -> int | None:
        from ..core.runner.context_limit import context_limit

        return await context_limit(lane)

    def runner_at(base: str) -> "RunnerHandle":
        from ..core.runner.handle import RunnerHandle

        return RunnerHandle(base, Secret(environment.get(HUB_TOKEN, "")))

    async def close() -> None:
        await source.close()
        await composition.stop()

    skins = load_skins([config_directory(environment) / "themes"])
    return WorkbenchKit(
        source=source,
        lanes=first_lanes(arguments, settings, composition),
        discover=discover,
        diagnose=diagnosing.diagnose,
        report=diagnosing.report,
        mend=diagnosing.mend,
        holder=holder,
        measurer=_Measuring(environment),
        look_at=look_at,
        context_limit=limit_of,
        runner=runner_at,
        data_directory=data_directory(environment),
        sessions_directory=sessions_directory(environment),
        preparations=(*composition.preparations, *_search(arguments, holder, environment)),
        lane_for=lane_for,
        settings=[SettingRow(*row) for row in settings.rows()],
        offers=composition.offered,
        profiles=tuple(settings.profiles.value.values()),
        skins=skins.themes,
        warnings=[*settings.warnings, *(str(problem) for problem in skins.problems)],
        theme=settings.theme.value,
        keymap=settings.keymap.value,
        close=close,
    )


class _Measuring:
    """The measuring process, which is loaded by the first comparison."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def measure(
        self, plan: "Plan", held: "Mapping[int, Failure] | None" = None
    ) -> "AsyncGenerator[Measured, None]":
        from ..core.comparison.measuring.process import MeasuringProcess

        return MeasuringProcess(self._environment).measure(plan, held)


def first_lanes(
    arguments: Arguments, settings: Settings, composition: Composition
) -> Sequence[Lane]:
    """The columns at the start: those that were asked for, else what a demo or a configuration
    offers, else the settings' own. Raises `LaneSyntaxError`."""
    asked = arguments.opening or (() if arguments.demo else settings.lanes.value)
    if len(asked) > _MOST_LANES:
        raise UsageError(f"at most {_MOST_LANES} lanes are open at once; {len(asked)} were asked")
    if asked:
        return [_completed(parse_lane(text), arguments, settings) for text in asked]
    if composition.offered:
        return composition.offered[:_MOST_LANES]
    texts = [LaneText(LanePath.SDK)]
    if settings.proxy_base.source != FROM_DEFAULT:
        texts.append(LaneText(LanePath.PROXY))
    return [_completed(text, arguments, settings) for text in texts]


def _completed(given: LaneText, arguments: Arguments, settings: Settings) -> Lane:
    lane = chosen_lane(given, arguments, settings)
    # An empty base waits for the search.
    waits = lane.path.to_engine and not given.base and _searches(arguments, settings)
    return replace(lane, base="") if waits else lane


def _searches(arguments: Arguments, settings: Settings) -> bool:
    nobody = (FROM_DEFAULT, FROM_DISCOVERY)
    return not arguments.demo and settings.api_base.source in nobody


def _search(
    arguments: Arguments, holder: SettingsHolder, environment: Mapping[str, str]
) -> tuple[Preparation, ...]:
    """Looks for a runner where nobody named one; what it finds, or the default, is the base."""
    if not _searches(arguments, holder.settings):
        return ()

    async def steps() -> AsyncIterator[PreparationStep]:
        yield Progress("search", "looking for a runner on this machine")
        holder.settings = await discovered(holder.settings, environment)
        yield Progress("search", f"the base is {holder.settings.api_base.value}", 1, 1)

    return (
        Preparation(
            name="search",
            title="Search",
            steps=steps,
            holds=lambda lane: lane.path.to_engine and not lane.base,
            settle=lambda lane: replace(lane, base=holder.settings.base_for(lane.path)),
        ),
    )
