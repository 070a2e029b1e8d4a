"""A diagnosis as a screen follows it, over findings that a test has written."""

from collections.abc import AsyncIterator, Callable, Sequence

from kit.scripted import Gate
from quayside.app.core.diagnostics.model import (
    Begun,
    Check,
    Finding,
    Outcome,
    Planned,
    Status,
    Step,
)
from quayside.app.core.diagnostics.site import Site
from quayside.app.core.lanes import Lane

Find = Callable[[Sequence[Lane]], Sequence[Finding]]


async def _never(_site: Site) -> Outcome:
    raise AssertionError


def planned(findings: Sequence[Finding]) -> Planned:
    return Planned(tuple(Check(name=one.check, title=one.title, run=_never) for one in findings))


class ScriptedDiagnosis:
    """Finds what `find` says of the lanes; `asked` holds what was asked of it."""

    def __init__(self, find: Find, gate: Gate | None = None) -> None:
        self._find, self.gate = find, gate
        self.asked: list[tuple[int, bool, str]] = []
        self.reported: list[str] = []

    async def diagnose(self, lanes: Sequence[Lane], deep: bool, only: str) -> AsyncIterator[Step]:
        self.asked.append((len(lanes), deep, only))
        found = [one for one in self._find(lanes) if only in ("", one.check)]
        yield planned(found)
        for finding in found:
            if finding.status is not Status.SKIP:
                yield Begun(finding.check)
            if self.gate is not None:
                await self.gate.passed()
            yield finding

    def report(self, findings: Sequence[Finding]) -> str:
        self.reported = [one.check for one in findings]
        return f"# {len(findings)} findings"


def found(*findings: Finding, gate: Gate | None = None) -> ScriptedDiagnosis:
    """The same findings, whatever the lanes are."""
    return ScriptedDiagnosis(lambda _lanes: findings, gate)
