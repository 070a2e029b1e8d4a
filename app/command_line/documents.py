"""JSON documents on stdout: one a run, each with a `schema` that the package publishes."""

import json
from collections.abc import Mapping
from importlib.resources import files

from ..core.lanes import JsonValue

_PACKAGE = __name__.rpartition(".")[0]
SCHEMAS = (
    "chat",
    "comparison",
    "config",
    "config-lint",
    "doctor",
    "import",
    "litellm",
    "model",
    "models",
    "ps",
    "session-list",
    "sessions",
)


def dumps(document: Mapping[str, JsonValue]) -> str:
    """The document as text: two spaces, UTF-8 as it is, no trailing line end."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def schema(name: str) -> dict[str, JsonValue]:
    """The JSON Schema of one of `SCHEMAS`."""
    return json.loads((files(_PACKAGE) / "schemas" / f"{name}.json").read_text("utf-8"))
