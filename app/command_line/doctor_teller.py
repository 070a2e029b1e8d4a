"""Tells findings on the console while they come."""

from ..core.diagnostics.model import Begun, Finding, Planned, Status, Step
from ..core.diagnostics.parts import Part, part_of
from .console import Console
from .doctor_words import words, words_of_skipped

_PARTS = list(Part)


class Teller:
    """Says findings in the order of their checks, part by part, however they come."""

    def __init__(self, console: Console, *, aloud: bool) -> None:
        self._console, self._aloud = console, aloud
        self._order: list[str] = []
        self._titles: dict[str, str] = {}
        self._under_way: list[str] = []
        self._found: dict[str, Finding] = {}
        self._said = 0
        self._part = ""
        self._skipped: list[Finding] = []

    @property
    def findings(self) -> list[Finding]:
        """In the order of the checks, which is that of what is to be done first."""
        return [self._found[name] for name in self._titles if name in self._found]

    def take(self, step: Step) -> None:
        match step:
            case Planned(checks):
                self._titles = {check.name: check.title for check in checks}
                self._order = sorted(self._titles, key=lambda name: _PARTS.index(part_of(name)))
            case Begun(name):
                self._under_way.append(name)
            case finding:
                self._take(finding)
        under_way = ", ".join(self._titles.get(name, name) for name in self._under_way)
        self._console.transient(f"◌ {len(self._found)} of {len(self._titles)}: {under_way}")

    def _take(self, finding: Finding) -> None:
        if finding.check not in self._titles:
            self._titles[finding.check] = finding.title
            self._order.append(finding.check)
        self._found[finding.check] = finding
        self._under_way = [name for name in self._under_way if name != finding.check]
        while self._said < len(self._order) and self._order[self._said] in self._found:
            self._say(self._found[self._order[self._said]])
            self._said += 1

    def end(self) -> None:
        """Say what was held back to be said together."""
        self._say_skipped()
        self._console.clear()

    def _say(self, finding: Finding) -> None:
        if not self._aloud:
            return
        part = part_of(finding.check).value
        alike = finding.status is Status.SKIP and part == self._part
        if not alike or any(one.summary != finding.summary for one in self._skipped):
            self._say_skipped()
        if part != self._part:
            self._console.line(f"\n{part}" if self._part else part)
            self._part = part
        if finding.status is Status.SKIP:
            self._skipped.append(finding)
        else:
            self._console.line(words(finding))

    def _say_skipped(self) -> None:
        if self._skipped:
            self._console.line(words_of_skipped(self._skipped))
        self._skipped = []
