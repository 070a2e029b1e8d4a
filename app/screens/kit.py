"""Everything that the workbench is given from outside, so that it can run on none of it."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import TYPE_CHECKING

from textual.theme import Theme

from ..core.lanes import Lane, LaneText, Path
from ..core.preparation import Preparation

if TYPE_CHECKING:
    # Types alone: the network must not be loaded before the first frame.
    from ..core.comparison.measuring.process import Measured, Measurer
    from ..core.comparison.plan import Plan
    from ..core.comparison.record import Server
    from ..core.diagnostics.model import Finding, Step
    from ..core.failures import Failure
    from ..core.profiles import Profile
    from ..core.runner.found import Found
    from ..core.runner.handle import RunnerHandle
    from ..core.settings_holder import SettingsHolder
    from ..core.wire.source import ReplySource


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting in effect: its name, its value as text (keys masked) and its source."""

    name: str
    value: str
    source: str


async def _nothing() -> None:
    return None


async def _no_findings(_lanes: Sequence[Lane], _deep: bool, _only: str) -> "AsyncIterator[Step]":
    for step in ():
        yield step


def _no_report(_findings: "Sequence[Finding]") -> str:
    return ""


async def _nothing_found() -> "AsyncIterator[Found]":
    for found in ():
        yield found


async def _nobody_looks(_lanes: Sequence[Lane]) -> "Sequence[Server]":
    return ()


async def _nobody_tells(_lane: Lane) -> int | None:
    return None


def _runner_at(base: str) -> "RunnerHandle":
    from ..core.runner.handle import RunnerHandle

    return RunnerHandle(base)


class _NoMeasurer:
    async def measure(
        self, plan: "Plan", held: "Mapping[int, Failure] | None" = None
    ) -> "AsyncGenerator[Measured, None]":
        for step in ():
            yield step


def _bare_lane(text: LaneText) -> Lane:
    return Lane(text.path or Path.SDK, text.model, text.base, parameters=text.parameters)


@dataclass(slots=True, kw_only=True)
class WorkbenchKit:
    """What the workbench works with. All but `source` may be left out."""

    source: "ReplySource"
    lanes: Sequence[Lane] = ()
    """The columns at the start, 1 to 4."""
    discover: "Callable[[], AsyncIterator[Found]]" = _nothing_found
    """Starts one search for runners and gateways; what it finds comes as it is found."""
    diagnose: "Callable[[Sequence[Lane], bool, str], AsyncIterator[Step]]" = _no_findings
    """Checks the given lanes; the flag asks for the deep checks too, a name for one check alone."""
    report: "Callable[[Sequence[Finding]], str]" = _no_report
    """Findings as Markdown, with the settings and versions of this program."""
    mend: Callable[[], str] = str
    """Mends the LiteLLM `config.yaml` in effect; gives words of it. Raises `OSError`."""
    holder: "SettingsHolder | None" = None
    """The settings, where cures may change them for this session."""
    measurer: "Measurer" = field(default_factory=_NoMeasurer)
    """Carries out comparisons, outside of the process that paints."""
    look_at: "Callable[[Sequence[Lane]], Awaitable[Sequence[Server]]]" = _nobody_looks
    """Tells what listens at the base of each lane."""
    context_limit: Callable[[Lane], Awaitable[int | None]] = _nobody_tells
    """Tells how many tokens of context the lane's engine has."""
    data_directory: File | None = None
    """Where comparisons and votes are kept; None keeps nothing."""
    sessions_directory: File | None = None
    """Where chat sessions are kept; None keeps nothing."""
    folder: File = File()
    """Where the names of files that are attached begin."""
    preparations: Sequence[Preparation] = ()
    runner: "Callable[[str], RunnerHandle]" = _runner_at
    """The runner behind a base. Raises `AddressError`."""
    lane_for: Callable[[LaneText], Lane] = _bare_lane
    """Completes a lane that was picked or typed: base, key and model where they are left out."""
    offers: Sequence[Lane] = ()
    """Lanes that a demo or a LiteLLM `config.yaml` brings; the picker offers them."""
    profiles: "Sequence[Profile]" = ()
    """Servers by names of the user's own; they are shown also while they do not answer."""
    settings: Sequence[SettingRow] = ()
    skins: Sequence[Theme] = ()
    theme: str = ""
    """A theme's name; empty takes the default."""
    warnings: Sequence[str] = ()
    """Said once at the start: settings and theme files that could not be used."""
    keymap: Mapping[str, str] = field(default_factory=dict[str, str])
    """Binding id to keys, such as `{"lane.add": "ctrl+a"}`."""
    system: str = ""
    """The system prompt that opens every request of a new session."""
    copy: Callable[[str], None] | None = None
    """Puts text on the clipboard; None takes what this machine and its terminal have."""
    close: Callable[[], Awaitable[None]] = _nothing
    """Called once at the end, after all replies are stopped."""
    clock: Callable[[], float] = time.monotonic
