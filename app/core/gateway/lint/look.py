"""One look at a configuration: every rule on every file of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..config_files import Merged, read_files
from ..config_model import ConfigError, GatewayConfig
from ..config_yaml import read_config
from .alias_rules import alias_findings
from .base_rules import base_findings
from .entry import Given
from .key_rules import key_findings
from .model import Finding
from .model_rules import is_left_out, model_findings
from .nodes import Text, read_nodes
from .request_rules import request_findings
from .router_rules import router_findings
from .section_rules import section_findings
from .section_types import section_types
from .shape_rules import broken_file, shape_finding
from .type_rules import type_findings
from .variable_rules import variable_findings
from .whole import Whole, whole_of

_SAME_PLACE = frozenset(["variable-form", "shell-variable"])
# What follows from an indentation that is lost is not told beside it.
_FOLLOWS = frozenset(["unknown-key", "misplaced-key", "no-params", "model-name"])


@dataclass(frozen=True, slots=True)
class Look:
    """`models` are what LiteLLM serves; `broken` where a file cannot even be read."""

    findings: tuple[Finding, ...]
    models: tuple[str, ...] = ()
    broken: bool = False


def look(file: Path, text: str | None, given: Given) -> Look:
    """Read `text` for what stands in `file`, where it is given, and the files that it includes."""
    try:
        merged = read_files(file, text)
        config = read_config(file, given.environment, merged)
    except ConfigError as problem:
        return Look((broken_file(problem, text if problem.file == file else None),), broken=True)
    whole = whole_of(merged, config, given, _texts(merged, file, text))
    findings = sorted(_without_echoes(list(_findings(whole))), key=_order)
    return Look(tuple(findings), _served(whole, findings))


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return str(finding.file), finding.line, finding.column, finding.rule


def _texts(merged: Merged, root: Path, text: str | None) -> Mapping[Path, Text]:
    texts: dict[Path, Text] = {}
    for document in merged.documents:
        given = text if document.file == root else None
        texts[document.file] = read_nodes(document.file, given or text_of(document.file) or "")
    return texts


def text_of(file: Path) -> str | None:
    """What stands in a file, None where it cannot be read as UTF-8."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _findings(whole: Whole) -> Iterator[Finding]:
    for problem in whole.config.problems:
        yield shape_finding(problem, whole.texts[problem.file])
    for document in whole.merged.documents:
        text = whole.text_of(document)
        yield from section_types(document, text)
        yield from section_findings(document, text)
        yield from variable_findings(document, text)
    yield from key_findings(whole)
    yield from router_findings(whole)
    yield from alias_findings(whole)
    for entry in whole.entries:
        yield from model_findings(entry)
        yield from base_findings(entry, whole.given.in_container)
        yield from type_findings(entry)
        yield from request_findings(whole, entry)


def _without_echoes(findings: list[Finding]) -> Iterator[Finding]:
    told = {(one.file, one.key) for one in findings if one.rule in _SAME_PLACE}
    lost = {one.file for one in findings if one.rule == "lost-indentation"}
    for one in findings:
        if one.rule == "unset-variable" and (one.file, one.key) in told:
            continue
        follows = one.rule in _FOLLOWS and "settings." not in one.key
        if not (one.file in lost and follows):
            yield one


def _served(whole: Whole, findings: list[Finding]) -> tuple[str, ...]:
    if any(finding.stops for finding in findings) or _is_broken(whole.config):
        return ()
    names = (entry.name for entry in whole.entries if not is_left_out(entry))
    return tuple(dict.fromkeys(names))


def _is_broken(config: GatewayConfig) -> bool:
    """Whether an entry stops LiteLLM, also where it follows from something else that is told."""
    return any(problem.rule in _FOLLOWS for problem in config.problems)
