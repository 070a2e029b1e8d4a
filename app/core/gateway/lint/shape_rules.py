"""What the reader of the configuration says already, with what LiteLLM does at such a place."""

from collections.abc import Mapping
from pathlib import Path

from ..config_model import ConfigError, Problem
from .mending import mended_file
from .model import Edit, Finding, Severity
from .nodes import Text, quoted

_STOPS = "LiteLLM does not start: "
_EFFECTS: Mapping[str, str] = {
    "file": _STOPS + "it cannot read the file",
    "yaml": _STOPS + "its YAML reader says so, after a page of code lines",
    "tabs": _STOPS + "its YAML reader says so, after a page of code lines",
    "empty": _STOPS + "'Config cannot be None or Empty.'",
    "no-mapping": _STOPS + "AttributeError",
    "include": _STOPS + "it says which file it looked for, and not where it is named",
    "no-models": "LiteLLM starts and serves no model",
    "lost-indentation": "LiteLLM starts and serves no model: it is valid YAML, of other keys",
    "no-list": _STOPS + "AttributeError, without file or line",
    "repeated-key": "LiteLLM takes the last one alone",
    "no-entry": _STOPS + "AttributeError or TypeError, without file or line",
    "model-name": _STOPS + "KeyError: 'model_name', or a TypeError where it is a number",
    "gateway-form": _STOPS + "KeyError: 'litellm_params'",
    "no-params": _STOPS + "KeyError: 'litellm_params', or an AttributeError where it is empty",
    "no-model": _STOPS + "KeyError: 'model'",
    "unset-variable": "LiteLLM takes it as if it was not there",
    "empty-master-key": "LiteLLM has no key then, and since 1.104.0 does not start so",
    "number-master-key": _STOPS + "AttributeError: 'int' object has no attribute 'startswith'",
}
_WARNINGS = frozenset(["unset-variable", "repeated-key"])


def broken_file(problem: ConfigError, text: str | None) -> Finding:
    """Of a file that cannot be read at all; `text` is None where it is not there."""
    whole = mended_file(problem.rule, text) if text is not None else None
    edits = (Edit(0, len(text), whole),) if text is not None and whole is not None else ()
    return _finding(problem.file, problem.line, problem.text, problem.cure, problem.rule, edits)


def shape_finding(problem: Problem, text: Text, deployment: int | None) -> Finding:
    """`deployment` is the place in `model_list` that the problem is about, where there is one."""
    edits = _edits(problem, text, deployment)
    return _finding(problem.file, problem.line, problem.text, problem.cure, problem.rule, edits)


def _finding(
    file: Path, line: int, text: str, cure: str, rule: str, edits: tuple[Edit, ...]
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.WARNING if rule in _WARNINGS else Severity.ERROR,
        file=file,
        line=line,
        text=text,
        effect=_EFFECTS.get(rule, ""),
        cure=cure,
        edits=edits,
    )


def _edits(problem: Problem, text: Text, deployment: int | None) -> tuple[Edit, ...]:
    if problem.rule == "lost-indentation":
        whole = mended_file(problem.rule, text.text)
        return (Edit(0, len(text.text), whole),) if whole is not None else ()
    if problem.rule == "number-master-key":
        return _as_text(text, ("general_settings", "master_key"))
    if deployment is None:
        return ()
    entry = ("model_list", deployment)
    if problem.rule == "gateway-form":
        return text.with_key((*entry, "params"), "litellm_params")
    if problem.rule == "model-name":
        return _as_text(text, (*entry, "model_name"))
    return ()


def _as_text(text: Text, path: tuple[str | int, ...]) -> tuple[Edit, ...]:
    """Quotes round a number, so that it is read as the text that it was meant to be."""
    found = text.pair(path)
    value = str(getattr(found[1], "value", "")) if found else ""
    return text.with_plain(path, f"'{value}'") if value and quoted(value) != value else ()
