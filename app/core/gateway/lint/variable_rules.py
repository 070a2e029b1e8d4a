"""Values that were meant to come from the environment, and what a file puts into it."""

import re
from collections.abc import Iterator, Sequence

from ..config_files import Document
from ..config_values import PREFIX, is_blocked
from .model import Finding, Severity
from .nodes import Key, Text, scalars
from .places import found
from .values import mapping

_SHELL = re.compile(r"\$\{(\w+)\}")
_WHOLE = re.compile(r"\$\{(\w+)\}\Z")
# Ways to name a variable that other programs know: none of them is LiteLLM's.
_MEANT = re.compile(
    r"""\s*(?:os\.environ(?:/\s*|\.get\(|\.|\[|\()|os\.getenv\(|os\.env/|os/environ/|environ/|env[/.:]
    |\$env:|\$(?=\w+\s*\Z)|\{\{\s*(?:env\.)?|<%=?\s*ENV\[)
    ["'{]*\$?\{?(?P<name>[A-Za-z_]\w*)["'})\]\s%>]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_SETS = "environment_variables"
_NAMED = frozenset(["model_name", "model", "api_base", "base_url", "api_key", "master_key"])


def variable_findings(document: Document, text: Text) -> Iterator[Finding]:
    """Of one file."""
    for path, value in scalars(text.root):
        if _SHELL.search(value):
            yield _shell(text, path, value)
        elif _is_named(path) and (meant := meant_variable(value)):
            yield _other_form(text, path, meant)
        elif value.startswith(PREFIX) and path and isinstance(path[-1], int):
            yield _in_list(text, path)
    for name, value in mapping(document.values.get(_SETS)).items():
        yield from _set(text, name, value)


def meant_variable(value: str) -> str:
    """The name of the variable that was meant, in a form that LiteLLM does not know, or empty."""
    if re.fullmatch(re.escape(PREFIX) + r"\w+", value):
        return ""
    found = _MEANT.match(value)
    return found["name"] if found else ""


def _is_named(path: Sequence[Key]) -> bool:
    """Whether what stands there is no free text, in which a brace means nothing."""
    return bool(path) and (path[-1] in _NAMED or path[0] == _SETS)


def _shell(text: Text, path: Sequence[Key], value: str) -> Finding:
    whole = _WHOLE.match(value)
    names = [match[1] for match in _SHELL.finditer(value)]
    return found(
        text,
        path,
        "shell-variable",
        Severity.ERROR,
        f"${{{names[0]}}} is the shell's way to name a variable",
        effect="LiteLLM takes these very characters; `docker model gateway` would put "
        "the variable in",
        cure=_line(path, names[0]) if whole else "put the whole value into one variable",
        edits=text.with_value(path, f"{PREFIX}{names[0]}") if whole else (),
    )


def _other_form(text: Text, path: Sequence[Key], name: str) -> Finding:
    return found(
        text,
        path,
        "variable-form",
        Severity.ERROR,
        f"the variable {name} is named in a way that LiteLLM does not know",
        effect="LiteLLM takes these very characters, or a variable that is never set",
        cure=_line(path, name),
        edits=text.with_value(path, f"{PREFIX}{name}"),
    )


def _line(path: Sequence[Key], name: str) -> str:
    key = path[-1] if path else ""
    return f"{key}: {PREFIX}{name}" if isinstance(key, str) else f"- {PREFIX}{name}"


def _in_list(text: Text, path: Sequence[Key]) -> Finding:
    return found(
        text,
        path,
        "variable-in-list",
        Severity.WARNING,
        "a variable stands in a list",
        effect="LiteLLM puts none in there: it takes these very characters",
        cure="write the value itself",
    )


def _set(text: Text, name: str, value: object) -> Iterator[Finding]:
    path = (_SETS, name)
    if is_blocked(name):
        yield found(
            text,
            path,
            "blocked-variable",
            Severity.WARNING,
            f"no config.yaml may set {name}",
            effect="LiteLLM passes it by, and says so in its log alone",
            cure=f"export {name}=… before LiteLLM is started",
        )
    elif value is None or isinstance(value, bool):
        written = str(value)
        yield found(
            text,
            path,
            "variable-text",
            Severity.WARNING,
            f"{name} is set to the text '{written}'",
            effect=f"LiteLLM writes each value as Python does: {written}, whatever was meant",
            cure=f"{name}: '{written.lower()}'" if value is not None else f"remove {name}",
            edits=text.with_plain(path, f"'{written.lower()}'") if value is not None else (),
        )
