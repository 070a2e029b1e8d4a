"""What the workbench's diagnostics are given: the checks, and the report of what they found."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ... import __version__
from ..core.lanes import Lane
from ..core.settings_holder import SettingsHolder

if TYPE_CHECKING:
    # Types alone: no check is loaded before the first frame.
    from ..core.diagnostics.model import Finding, Step, Subject


class Diagnosing:
    """Looks with the settings as they are at that moment."""

    def __init__(
        self, holder: SettingsHolder, environment: Mapping[str, str], *, demo: bool
    ) -> None:
        self._holder, self._environment, self._demo = holder, environment, demo
        self._lanes: Sequence[Lane] = ()

    def diagnose(self, lanes: Sequence[Lane], deep: bool, only: str) -> "AsyncIterator[Step]":
        """All checks of `lanes`, or the one called `only`."""
        from ..core.diagnostics.engine import follow

        self._lanes = lanes
        return follow(self._subject(), deep, only)

    def report(self, findings: "Sequence[Finding]") -> str:
        """Findings as Markdown, with the settings that they were found under."""
        from ..core.diagnostics.report import as_markdown

        return as_markdown(findings, self._subject().provenance, __version__)

    def mend(self) -> str:
        """Write the mended `config.yaml` in the place of the one in effect; words of what was done.

        Raises `OSError` where it cannot be written.
        """
        from ..core.gateway.lint.linter import lint
        from ..core.gateway.lint.replacing import replace_file

        file = Path(self._holder.settings.litellm_config.value).expanduser()
        mended = lint(file, self._environment).mended
        if mended is None:
            return f"There is nothing in {file} that can be mended without you."
        return f"Mended {file}. What it was is in {replace_file(file, mended).name}."

    def _subject(self) -> "Subject":
        from ..core.diagnostics.model import Subject
        from .doctor import provenance

        rows = provenance(self._holder.settings, self._lanes if self._demo else ())
        return Subject.of_lanes(self._lanes, rows, self._environment)
