"""Lints a LiteLLM `config.yaml` with all that it includes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..config_entries import SHAPE
from ..config_files import Deployment, Merged, read_files
from ..config_model import ConfigError, GatewayConfig, Problem
from ..config_yaml import read_config
from .base_rules import base_findings
from .entry import Entry, read_entry
from .key_rules import key_findings
from .model import Edit, Finding, Report, Severity
from .model_rules import is_left_out, model_findings
from .nodes import Text, apply, read_nodes
from .section_rules import section_findings
from .shape_rules import broken_file, shape_finding
from .variable_rules import variable_findings

__all__ = ["SHAPE", "lint"]

_ROUNDS = 5
_STOPPING = frozenset(
    {
        *("no-list", "no-entry", "no-params", "no-model"),
        *("model-name", "gateway-form", "number-master-key"),
    }
)
"""With one of these, LiteLLM does not start at all."""


def lint(file: Path, environment: Mapping[str, str], *, in_container: bool | None = None) -> Report:
    """Never raises: a file that cannot be read is a finding too."""
    inside = Path("/.dockerenv").exists() if in_container is None else in_container
    text = _text_of(file)
    found, models = _look(file, text, environment, inside)
    return Report(
        file=file,
        findings=tuple(sorted(found, key=_order)),
        models=tuple(models),
        mended=_mended(file, text, found, environment, inside),
    )


def _order(finding: Finding) -> tuple[str, int, str]:
    return str(finding.file), finding.line, finding.rule


def _look(
    file: Path, text: str | None, environment: Mapping[str, str], inside: bool
) -> tuple[list[Finding], list[str]]:
    try:
        merged = read_files(file, text)
        config = read_config(file, environment, merged)
    except ConfigError as problem:
        return [broken_file(problem, text if problem.file == file else None)], []
    texts = {str(one.file): _nodes(one.file, file, text) for one in merged.documents}
    entries = list(_entries(merged, config, texts))
    return list(_all_findings(merged, config, texts, entries, inside)), _served(config, entries)


def _nodes(file: Path, root: Path, text: str | None) -> Text:
    return read_nodes(file, (text if file == root else _text_of(file)) or "")


def _all_findings(
    merged: Merged,
    config: GatewayConfig,
    texts: Mapping[str, Text],
    entries: list[Entry],
    inside: bool,
) -> Iterator[Finding]:
    for problem in config.problems:
        text = texts[str(problem.file)]
        yield shape_finding(problem, text, _place(merged, problem))
    lost = any(problem.rule == "lost-indentation" for problem in config.problems)
    for document in merged.documents:
        text = texts[str(document.file)]
        yield from () if lost else section_findings(document, text)
        yield from variable_findings(document, text)
    yield from key_findings(merged, config, texts)
    for entry in entries:
        yield from model_findings(entry)
        yield from base_findings(entry, inside)
    yield from _shared_names(entries)


def _shared_names(entries: list[Entry]) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for entry in entries:
        if entry.name not in first:
            first[entry.name] = entry
            continue
        yield Finding(
            rule="shared-name",
            severity=Severity.NOTE,
            file=entry.deployment.file,
            line=entry.text.line_of(entry.path("model_name")),
            text=f"'{entry.name}' is served by more than one deployment",
            effect="LiteLLM spreads requests over them: two answers may come from two engines",
            cure="give each a name of its own where answers are compared",
        )


def _entries(merged: Merged, config: GatewayConfig, texts: Mapping[str, Text]) -> Iterator[Entry]:
    sound = {(entry.file, entry.line) for entry in config.entries}
    for deployment in merged.deployments:
        if (deployment.file, deployment.line) in sound:
            number = _number(merged, deployment)
            yield read_entry(deployment, texts[str(deployment.file)], number, config.environment)


def _served(config: GatewayConfig, entries: list[Entry]) -> list[str]:
    if any(problem.rule in _STOPPING for problem in config.problems):
        return []
    return list(dict.fromkeys(entry.name for entry in entries if not is_left_out(entry)))


def _place(merged: Merged, problem: Problem) -> int | None:
    """The place in `model_list` of the entry whose lines hold the problem's."""
    mine = [one for one in merged.deployments if one.file == problem.file]
    before = [one for one in mine if one.line <= problem.line]
    return _number(merged, before[-1]) if before else None


def _number(merged: Merged, deployment: Deployment) -> int:
    document = next(one for one in merged.documents if one.file == deployment.file)
    return next(
        place for place, one in enumerate(document.deployments) if one.line == deployment.line
    )


def _mended(
    file: Path,
    text: str | None,
    found: list[Finding],
    environment: Mapping[str, str],
    inside: bool,
) -> str | None:
    """One mend uncovers the next: where tabs are gone, there are keys to look at."""
    mended = text
    for _ in range(_ROUNDS):
        edits = _edits_of(file, found)
        if mended is None or not edits:
            break
        mended = apply(mended, edits)
        found, _models = _look(file, mended, environment, inside)
    return None if mended == text else mended


def _edits_of(file: Path, found: list[Finding]) -> list[Edit]:
    return [edit for one in found if one.file == file for edit in one.edits]


def _text_of(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return None
