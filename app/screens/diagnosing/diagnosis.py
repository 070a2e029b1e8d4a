"""What is known of the checks of one screen, while they run and afterwards."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ....widgets.finding_list import FindingRow

if TYPE_CHECKING:
    from ...core.diagnostics.model import Finding, Step

WELL = frozenset({"pass", "skip"})


class Diagnosis:
    """Takes the steps of a run; what was known of a check stands until it is answered again."""

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        """Of all checks, by their names, in their order."""
        self.found: dict[str, Finding] = {}
        self._asked: set[str] = set()
        self._begun: set[str] = set()

    def begin(self, held: "Iterable[Finding]" = ()) -> None:
        """Forget everything but `held`: findings that are there before the first check."""
        self.titles, self.found = {}, {}
        self._asked, self._begun = set(), set()
        for finding in held:
            self._take_finding(finding)

    def take(self, step: "Step") -> None:
        from ...core.diagnostics.model import Begun, Planned

        match step:
            case Planned(checks):
                for check in checks:
                    self.titles.setdefault(check.name, check.title)
                    self._asked.add(check.name)
            case Begun(name):
                self._begun.add(name)
            case finding:
                self._take_finding(finding)

    def _take_finding(self, finding: "Finding") -> None:
        self.titles.setdefault(finding.check, finding.title)
        self.found[finding.check] = finding
        self._asked.discard(finding.check)

    def end(self) -> None:
        """Nothing is under way any more, whatever was planned."""
        self.titles = {name: title for name, title in self.titles.items() if name in self.found}
        self._asked.clear()
        self._begun.clear()

    @property
    def findings(self) -> "list[Finding]":
        """Those that are there, in the order of their checks."""
        return [self.found[name] for name in self.titles if name in self.found]

    @property
    def first(self) -> "Finding | None":
        """The finding to begin with; None where nothing is to be done."""
        from ...core.diagnostics.report import first_to_do

        return first_to_do(self.findings)

    def status_of(self, name: str) -> str:
        if name in self._asked:
            return "run" if name in self._begun else "wait"
        return self.found[name].status.value

    @property
    def done(self) -> int:
        """How many of the checks are not under way, and do not wait."""
        return len(self.titles) - len(self._asked)

    def rows(self, faults_only: bool = False) -> list[FindingRow]:
        """In the order of the parts that they look at, each in the order of its checks."""
        from ...core.diagnostics.parts import Part, part_of

        parts = list(Part)
        names = sorted(self.titles, key=lambda name: parts.index(part_of(name)))
        rows = [self._row(name, part_of(name).value) for name in names]
        return [row for row in rows if not faults_only or self._is_fault(row.name)]

    def _is_fault(self, name: str) -> bool:
        """Also while it is asked again."""
        return name in self.found and self.found[name].status.value not in WELL

    def _row(self, name: str, group: str) -> FindingRow:
        return FindingRow(
            name=name,
            status=self.status_of(name),
            title=self.titles[name],
            group=group,
            layer=name.partition(".")[0],
        )

    def counts(self) -> str:
        """`1 fail · 2 warn · 20 pass · 4 skip`."""
        counted = [(word, self.status_count(word)) for word in ("fail", "warn", "pass", "skip")]
        return " · ".join(f"{count} {word}" for word, count in counted if count)

    def status_count(self, status: str) -> int:
        return sum(finding.status.value == status for finding in self.found.values())
