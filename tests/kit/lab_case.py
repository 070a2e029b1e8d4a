"""A row of the fault lab: what the server does, and what a user must be told on each way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kit.asking import WAYS, WHOLE
from kit.good_answers import ONE
from kit.misbehaving import Fault

ALL = "all of the text"
WAITS = "waits; stops at once"
GROUPS = {
    "sdk, streamed": "streamed",
    "sdk, whole": "at once",
    "proxy, streamed": "streamed",
    "proxy, whole": "at once",
}
"""Ways that are told alike, where a case says nothing of one way alone."""
TELLING = ("sdk, streamed", "proxy, streamed", "requests", "log", "pull")
"""Ways on which text comes before the answer is whole."""
ANSWERED = {"load": ALL}
"""A load is answered with a head alone: what comes behind it is not missed."""


@dataclass(frozen=True)
class Case:
    name: str
    fault: Fault
    kind: str
    """The failure's kind, `ALL` or `WAITS`."""
    but: Mapping[str, str] = field(default_factory=dict)
    """Where it is told otherwise: by way, or by a group of them."""
    begun: bool = False
    """Whether the first words came before it."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What is shown where it is more, or other, than the engine's words."""
    words: str = ""
    """What stands in summary, cause or evidence of each failure that has the case's kind."""
    certificate: str = ""
    """The one that the server shows, out of `NAMES` of the stage; without one it speaks no TLS."""
    scheme: str = ""
    """How it is asked, where that is not what it speaks."""
    absent: bool = False
    """Whether nothing listens there at first."""

    @property
    def elsewhere(self) -> bool:
        """Whether another server has to stand there before all is well."""
        return self.absent or bool(self.scheme or self.certificate)

    def told(self, way: str) -> str:
        group = GROUPS.get(way, way)
        return self.but.get(way) or self.but.get(group) or self.kind

    def text(self, way: str) -> str:
        """Of the answer, what has been seen in the end."""
        shown = self.texts.get(way, self.texts.get(GROUPS.get(way, way)))
        if shown is not None:
            return shown
        if self.told(way) == ALL:
            return WHOLE
        return ONE if self.begun and way in TELLING else ""


def cells(cases: Sequence[Case]) -> list[tuple[Case, str]]:
    return [(case, way) for case in cases for way in WAYS]
