"""`quayside config lint` and `convert`: LiteLLM's files read before LiteLLM reads them."""

import os
from pathlib import Path
from textwrap import wrap

from ... import __version__
from ..core.gateway.lint.conversion import Flavour, convert, flavour_of
from ..core.gateway.lint.linter import lint
from ..core.gateway.lint.model import Finding, Report, Severity, finding_to_json
from ..core.gateway.lint.places import masked_text
from ..core.gateway.lint.replacing import replace_file
from ..core.plain_text import plain
from ..core.wire.jsontext import JsonObject
from .arguments import Arguments
from .console import Console, labelled
from .doctor_words import WIDTH, labelled_rows
from .documents import dumps
from .problems import UsageError

SCHEMA = "quayside/config-lint/1"
_MARGIN = 2
_MARKS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


def run_lint(arguments: Arguments, console: Console) -> int:
    """0 without an error, 1 with one; after `--fix` and `--write`, of what could not be mended."""
    file = existing(arguments.file)
    report = lint(file, dict(os.environ), version=arguments.litellm)
    if any(finding.rule == "file" and finding.file == file for finding in report.findings):
        raise UsageError(report.findings[0].text)
    if arguments.json:
        console.line(dumps(_document(report)))
        return 0 if report.ok else 1
    if arguments.fix or arguments.write:
        return _mend(report, console, write=arguments.write)
    _say(report, console)
    return 0 if report.ok else 1


def run_convert(arguments: Arguments, console: Console) -> int:
    """The other flavour of the file on stdout, what stays behind on stderr."""
    file = existing(arguments.file)
    found = convert(file, _text(file))
    console.write(found.text)
    console.note(f"This is a file for {found.to.value}.")
    for note in found.notes:
        console.note(f"! {note}")
    return 0


def existing(name: str) -> Path:
    """Raises `UsageError` where there is no such file to read."""
    file = Path(name).expanduser()
    if not file.is_file():
        raise UsageError(f"{file} is no file that can be read")
    return file


def words(finding: Finding) -> str:
    """A mark, a place, what is wrong; below it what is there, what LiteLLM does, what to write."""
    head = plain(f"{_MARKS[finding.severity]} {finding.where}: {finding.text}")
    name = finding.key.rpartition(".")[2]
    seen = f"{name}: {finding.seen}" if finding.seen else ""
    return "\n".join(
        [
            *wrap(
                head,
                WIDTH,
                subsequent_indent="  ",
                break_long_words=False,
                break_on_hyphens=False,
            ),
            *labelled_rows([("seen", seen), ("effect", finding.effect)], _MARGIN),
            # What is to be pasted stands on lines as they must be, however long.
            *labelled([("cure", plain(finding.cure))]),
        ]
    )


def _say(report: Report, console: Console) -> None:
    if report.findings and flavour_of(report.file, _text(report.file)) is Flavour.GATEWAY:
        console.line(f"{report.file} is a file for docker model gateway; LiteLLM's would be:")
        console.line(f"  quayside config convert {report.file}\n")
    for finding in report.findings:
        console.line(words(finding))
    console.line(_summary(report))
    if report.mended is not None:
        console.note(f"Mended by: quayside config lint {report.file} --write (or --fix to see it)")


def _summary(report: Report) -> str:
    served = ", ".join(report.models) or "no model"
    counted = [
        f"{count} {severity.value}{'s' if count > 1 else ''}"
        for severity in Severity
        if (count := report.count(severity))
    ]
    found = ", ".join(counted) or "nothing to say"
    return f"{found}; LiteLLM serves {served}"


def _mend(report: Report, console: Console, *, write: bool) -> int:
    mended = report.mended
    if mended is None:
        console.note("There is nothing that can be mended without you.")
    if write and mended is not None:
        backup = _write(report.file, mended)
        console.note(f"Mended {report.file}; what it was is in {backup}")
    elif not write:
        console.write(mended if mended is not None else _text(report.file))
    for finding in report.left:
        console.note(words(finding))
    return 1 if any(one.severity is Severity.ERROR for one in report.left) else 0


def _write(file: Path, text: str) -> Path:
    try:
        return replace_file(file, text)
    except OSError as problem:
        raise UsageError(f"not mended: {problem}") from problem


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig", "replace")


def _document(report: Report) -> JsonObject:
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "file": str(report.file),
        "models": list(report.models),
        "errors": report.count(Severity.ERROR),
        "findings": [finding_to_json(one) for one in report.findings],
        "mendable": report.mendable,
        "mended": None if report.mended is None else masked_text(report.file, report.mended),
        "left": [finding_to_json(one) for one in report.left],
    }
