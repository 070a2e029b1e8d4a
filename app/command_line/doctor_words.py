"""What `quayside doctor` says of findings, in lines of 80 columns."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from ..core.diagnostics.model import MENDED, Finding, Status
from ..core.diagnostics.report import MARKS, first_to_do, summary
from ..core.plain_text import plain

WIDTH = 80
_MARGIN = 8
_LABEL = 8


def words(finding: Finding) -> str:
    """A mark and a word; what explains it only where something is to be done."""
    head = f"{MARKS[finding.status]} {finding.status:4}  {finding.title}: {finding.summary}"
    lines = _wrapped(head, "", " " * _MARGIN)
    if finding.status in (Status.PASS, Status.SKIP):
        return "\n".join(lines)
    rows = [(item.label, item.text) for item in finding.evidence]
    rows += [("cause", finding.cause), ("cure", finding.cure)]
    return "\n".join([*lines, *labelled_rows(rows, _MARGIN), *_run(finding, _MARGIN)])


def words_of_skipped(findings: Sequence[Finding]) -> str:
    """Checks that were not asked for the same reason, in one paragraph."""
    if len(findings) == 1:
        return words(findings[0])
    first = findings[0]
    titles = ", ".join(finding.title for finding in findings)
    head = f"{MARKS[first.status]} {first.status:4}  {first.summary}: {titles}"
    return "\n".join(_wrapped(head, "", " " * _MARGIN))


def ending(findings: Sequence[Finding], deep: bool = False) -> str:
    """The count, and on the last line what to do first."""
    first = first_to_do(findings)
    if first is None:
        more = "" if deep else "; --deep also asks each lane for one token"
        return f"{summary(findings)}\nNothing is to be done{more}."
    cure = first.cure.partition("\n")[0].rstrip(":") or f"Look at: {first.title}"
    return "\n".join([summary(findings), *_run(first, 0), *labelled_rows([("first", cure)], 0)])


def labelled_rows(rows: Iterable[tuple[str, str]], margin: int) -> list[str]:
    """Texts behind their labels; those that are empty are left out, and a file is not wrapped."""
    lines: list[str] = []
    for label, text in rows:
        indent = " " * (margin + _LABEL)
        head = f"{' ' * margin}{plain(label):{_LABEL - 1}} "
        for part in plain(text).strip().split("\n") if text.strip() else ():
            whole = label == MENDED
            lines += [f"{head}{part}"] if whole else _wrapped(part.expandtabs(4), head, indent)
            head = indent
    return lines


def _run(finding: Finding, margin: int) -> list[str]:
    """A command stands on lines as it must be pasted, however long."""
    parts = plain(finding.command).split("\n") if finding.command else []
    heads = [f"{' ' * margin}run     ", *[" " * (margin + _LABEL)] * (len(parts) - 1)]
    return [f"{head}{part}" for head, part in zip(heads, parts, strict=bool(parts))]


def _wrapped(text: str, head: str, indent: str) -> list[str]:
    lines = wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines or [head.rstrip()]
