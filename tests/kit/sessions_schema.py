"""Writes the JSON Schema of exported sessions: `python tests/kit/sessions_schema.py`."""

import json
from pathlib import Path

from quayside.app.core.sessions.exporting.shape import DOCUMENT

FILE = Path(__file__).parents[2] / "app" / "command_line" / "schemas" / "sessions.json"
HEAD = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:quayside:sessions:1",
    "title": "quayside sessions export --format json",
    "description": "Sessions with all their turns; keys are in none of them. Times are UTC seconds "
    "since 1970, durations are seconds, and the server's own timings are milliseconds.",
}


def sessions_schema() -> str:
    rest = {name: value for name, value in DOCUMENT.json_schema().items() if name not in HEAD}
    return json.dumps({**HEAD, **rest}, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(sessions_schema(), encoding="utf-8")
