"""Where a finding stands: its line and column, its key, and what is written there."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from yaml.nodes import ScalarNode

from ...secret import MASK
from .model import Edit, Finding, Severity
from .nodes import Key, Text, apply, read_nodes, scalars

MOST_SEEN = 80
_SECRET = re.compile(r"key|token|secret|passw|credential|authorization", re.IGNORECASE)
# As they are when their names are misspelt.
_SECRET_NAMES = ("api_key", "master_key", "salt_key", "access_token", "password", "client_secret")
_LOGIN = re.compile(r"//[^/@\s]*@")
_KEY = re.compile(r"\b(?:sk-|hf_|gh[a-z]_)[\w.-]{4,}")
_LINE = re.compile(
    r"(?im)^([^#\n]*(?:key|token|secret|passw|credential|authorization)\w*['\"]?\s*:\s*)(\S[^\n]*)"
)
_REFERENCE = re.compile(r"os\.environ/\w+|\$\{\w+\}")


def found(
    text: Text,
    path: Sequence[Key],
    rule: str,
    severity: Severity,
    words: str,
    *,
    effect: str = "",
    cure: str = "",
    edits: tuple[Edit, ...] = (),
) -> Finding:
    """A finding about what stands at `path`, or about the whole file where that is empty."""
    key, value = text.pair(path) or (None, None)
    node = key or value
    at = node.start_mark if node else None
    return Finding(
        rule=rule,
        severity=severity,
        file=text.file,
        line=text.line_of(path) if path else 0,
        column=at.column + 1 if at else 0,
        key=dotted(path),
        seen=shown(path, _written(text, value)) if isinstance(value, ScalarNode) else "",
        text=words,
        effect=effect,
        cure=cure,
        edits=edits,
    )


def _written(text: Text, value: ScalarNode) -> str:
    """As it stands in the file, quotes too; of a block of lines, what it is."""
    source = text.text[value.start_mark.index : value.end_mark.index]
    return str(value.value) if value.style in ("|", ">") else source


def dotted(path: Sequence[Key]) -> str:
    """Such as `model_list[0].litellm_params.api_base`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def shown(path: Sequence[Key], value: str) -> str:
    """What stands at `path`, with keys and logins masked, and not at length."""
    if _holds_secret(path) and value and not _REFERENCE.fullmatch(value.strip("\"'")):
        return MASK
    masked = _masked(value)
    return masked if len(masked) <= MOST_SEEN else f"{masked[:MOST_SEEN]}…"


def masked_text(file: Path, whole: str) -> str:
    """The whole text of a file without its keys and logins, for documents that get passed on."""
    text = read_nodes(file, whole)
    if text.root is None:
        return _masked(_LINE.sub(rf"\1{MASK}", text.text))
    hidden = [
        text.with_plain(path, MASK)
        for path, value in scalars(text.root)
        if _holds_secret(path) and value and not _REFERENCE.fullmatch(value)
    ]
    return _masked(apply(text.text, hidden))


def _masked(value: str) -> str:
    """Without what is known as a login or a key wherever it stands."""
    return _KEY.sub(MASK, _LOGIN.sub(f"//{MASK}@", value))


def _holds_secret(path: Sequence[Key]) -> bool:
    names = [part for part in path if isinstance(part, str)]
    return any(_SECRET.search(name) or _is_nearly_secret(name) for name in names[-1:])


def _is_nearly_secret(name: str) -> bool:
    return bool(get_close_matches(name.lower(), _SECRET_NAMES, n=1, cutoff=0.75))
