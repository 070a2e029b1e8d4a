"""What the reader of the configuration says already, with what LiteLLM does at such a place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from yaml.nodes import ScalarNode

from ..config_model import ConfigError, Problem
from .mending import mended_file
from .model import STOPS, Edit, Finding, Severity
from .nodes import Key, Text, quoted
from .places import found, masked_text

_EFFECTS: Mapping[str, str] = {
    "file": STOPS + "it cannot read the file",
    "encoding": STOPS + "UnicodeDecodeError, without the line",
    "yaml": STOPS + "{error}, after a page of code lines",
    "tabs": STOPS + "{error}, after a page of code lines",
    "empty": STOPS + "'Config cannot be None or Empty.'",
    "no-mapping": STOPS + "AttributeError",
    "include": STOPS + "{error}, without the place where it is named",
    "no-models": "LiteLLM starts and serves no model",
    "lost-indentation": "it is valid YAML, of other keys: LiteLLM serves no model, or stops with "
    "KeyError: 'litellm_params'",
    "no-list": STOPS + "AttributeError or TypeError, without file or line",
    "repeated-key": "LiteLLM takes the last one alone",
    "no-entry": STOPS + "AttributeError or TypeError, without file or line",
    "model-name": STOPS + "KeyError: 'model_name', or a TypeError where it is a number",
    "gateway-form": STOPS + "KeyError: 'litellm_params'",
    "no-params": STOPS + "KeyError: 'litellm_params', or an AttributeError where it is empty",
    "no-model": STOPS + "KeyError: 'model', or a TypeError where it is no text",
    "unset-variable": "LiteLLM takes it as if it was not there",
    "unset-master-key": "LiteLLM has no key then, and since 1.104.0 does not start so",
    "empty-master-key": "LiteLLM has no key then, and since 1.104.0 does not start so",
    "number-master-key": STOPS + "AttributeError: … object has no attribute 'startswith'",
}
_MOST_LINES = 12
_WARNINGS = frozenset(["unset-variable", "unset-master-key", "repeated-key"])


def broken_file(problem: ConfigError, text: str | None) -> Finding:
    """Of a file that cannot be read at all; `text` is None where it is not there."""
    whole = mended_file(problem.rule, text) if text is not None else None
    edits = (Edit(0, len(text), whole),) if text is not None and whole is not None else ()
    return Finding(
        rule=problem.rule,
        severity=Severity.ERROR,
        file=problem.file,
        line=problem.line,
        text=problem.text,
        effect=_EFFECTS.get(problem.rule, "").format(error=problem.error or "RecursionError"),
        cure=problem.cure,
        edits=edits,
    )


def shape_finding(problem: Problem, text: Text) -> Finding:
    """Of a file that can be read."""
    told = found(
        text,
        problem.path,
        problem.rule,
        Severity.WARNING if problem.rule in _WARNINGS else Severity.ERROR,
        problem.text,
        effect=_EFFECTS.get(problem.rule, ""),
        cure=_cure(problem, text),
        edits=_edits(problem, text),
    )
    # Of keys that repeat, and of those that are not there, the reader of the file knows more.
    return told if len(problem.path) > 1 else replace(told, line=problem.line)


def _cure(problem: Problem, text: Text) -> str:
    """Of an indentation that is lost, the user's own lines and no example."""
    whole = mended_file(problem.rule, text.text) if problem.rule == "lost-indentation" else None
    if whole is None:
        return problem.cure
    lines = masked_text(text.file, whole).strip().splitlines()
    shown = lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "…"]
    return "\n".join([problem.cure.partition("\n")[0], *shown])


def _edits(problem: Problem, text: Text) -> tuple[Edit, ...]:
    if problem.rule == "lost-indentation":
        whole = mended_file(problem.rule, text.text)
        return (Edit(0, len(text.text), whole),) if whole is not None else ()
    if problem.rule == "gateway-form":
        return text.with_key(problem.path, "litellm_params")
    if problem.rule in ("model-name", "number-master-key"):
        return _as_text(text, problem.path)
    return ()


def _as_text(text: Text, path: Sequence[Key]) -> tuple[Edit, ...]:
    """Quotes round a number, so that it is read as the text that it was meant to be."""
    there = text.own(path)
    value = str(there[1].value) if there and isinstance(there[1], ScalarNode) else ""
    return text.with_plain(path, f"'{value}'") if value and quoted(value) != value else ()
