"""Values that were meant to come from the environment."""

import re
from collections.abc import Iterator

from ..config_files import Document
from .model import Finding, Severity
from .nodes import Text, scalars

_SHELL = re.compile(r"\$\{(\w+)\}")
_WHOLE = re.compile(r"\$\{(\w+)\}\Z")


def variable_findings(document: Document, text: Text) -> Iterator[Finding]:
    """Shell's `${NAME}` is plain text to LiteLLM."""
    for path, value in scalars(text.root):
        found = _SHELL.search(value)
        if found is None:
            continue
        whole = _WHOLE.match(value)
        name = found.group(1)
        yield Finding(
            rule="shell-variable",
            severity=Severity.ERROR,
            file=document.file,
            line=text.line_of(path),
            text=f"${{{name}}} is the shell's way to name a variable",
            effect="LiteLLM takes these very characters; `docker model gateway` would put "
            "the variable in",
            cure=f"os.environ/{name}" if whole else "put the whole value into one variable",
            edits=text.with_value(path, f"os.environ/{name}") if whole else (),
        )
