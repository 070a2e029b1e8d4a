"""Writes the JSON Schema of comparisons: `python tests/kit/comparison_schema.py`."""

import json
from pathlib import Path

from quayside.app.core.comparison.document import DOCUMENT

FILE = Path(__file__).parents[2] / "app" / "command_line" / "schemas" / "comparison.json"
HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:quayside:comparison:2",
    "title": "quayside compare --json",
    "description": "A comparison of lanes: what was measured, and what Quayside derives of it. "
    "Times are milliseconds unless a name says seconds; counts start at 0.",
}


def comparison_schema() -> str:
    rest = {name: value for name, value in DOCUMENT.json_schema().items() if name not in HEAD}
    return json.dumps({**HEAD, **rest}, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(comparison_schema(), encoding="utf-8")
