"""A command's stage without a network: a scripted source, and streams that can be read."""

import io
from collections.abc import Mapping, Sequence

from kit.scripted import ScriptedSource
from quayside.app.command_line.arguments import read_arguments
from quayside.app.command_line.composition import Composition
from quayside.app.command_line.console import Console
from quayside.app.command_line.stage import Stage
from quayside.app.core.comparison.record import Server
from quayside.app.core.lanes import Lane
from quayside.app.core.settings_loading import load_settings


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def a_console(out: io.StringIO | None = None, err: io.StringIO | None = None) -> Console:
    return Console(out or io.StringIO(), err or io.StringIO(), clock=lambda: 0.0)


async def no_servers(lanes: Sequence[Lane]) -> tuple[Server, ...]:
    """What listens behind lanes that nobody may ask."""
    return (Server(),) * len(lanes)


class Staged:
    """A stage for a command line, with what its command said."""

    def __init__(
        self,
        *arguments: str,
        source: ScriptedSource | None = None,
        composition: Composition | None = None,
        environment: Mapping[str, str] | None = None,
        terminal: bool = False,
    ) -> None:
        self.source = source or ScriptedSource()
        self.out: io.StringIO = Terminal() if terminal else io.StringIO()
        self.err: io.StringIO = Terminal() if terminal else io.StringIO()
        given = read_arguments(arguments)
        known = environment or {"QUAYSIDE_BASE": "http://e:1", "QUAYSIDE_PROXY": "http://p:1"}
        self.stage = Stage(
            given,
            load_settings(given.flags, known),
            known,
            a_console(self.out, self.err),
            self.source,
            composition or Composition(),
        )

    @property
    def said(self) -> str:
        return self.out.getvalue()

    @property
    def narrated(self) -> str:
        return self.err.getvalue()
