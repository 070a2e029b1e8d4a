"""Lints a LiteLLM `config.yaml` with all that it includes."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..config_entries import SHAPE
from .entry import Given
from .look import Look, look, text_of
from .model import Edit, Finding, Report
from .nodes import apply

__all__ = ["SHAPE", "lint"]

_ROUNDS = 40


def lint(
    file: Path,
    environment: Mapping[str, str],
    *,
    in_container: bool | None = None,
    version: str = "",
) -> Report:
    """What LiteLLM would make of a file, and the file mended.

    `environment` is the one in which LiteLLM is to run, `version` the one that will, where that is
    known. Never raises: a file that cannot be read is a finding too.
    """
    inside = Path("/.dockerenv").exists() if in_container is None else in_container
    given = Given(environment, inside, version)
    text = text_of(file)
    first = look(file, text, given)
    mended, last = _mended(file, text, first, given)
    return Report(
        file=file,
        findings=first.findings,
        models=first.models,
        mended=mended,
        left=last.findings,
    )


def _mended(file: Path, text: str | None, first: Look, given: Given) -> tuple[str | None, Look]:
    """One mend uncovers the next: where tabs are gone, there are keys to look at."""
    mended, last = text, first
    for _ in range(_ROUNDS):
        mends = _mends_of(file, last.findings)
        if mended is None or not mends:
            return (None, first) if mended == text else (mended, last)
        found = _tried(file, mended, mends, last, given)
        if found is None:
            break
        mended, last = found
    return None, first


def _tried(
    file: Path, text: str, mends: Sequence[Sequence[Edit]], before: Look, given: Given
) -> tuple[str, Look] | None:
    """The mended text and a look at it; None where mending does it no good."""
    changed = apply(text, mends)
    after = look(file, changed, given)
    if changed == text or (after.broken and not before.broken):
        return None
    return changed, after


def _mends_of(file: Path, findings: Sequence[Finding]) -> list[Sequence[Edit]]:
    return [one.edits for one in findings if one.file == file and one.edits]
