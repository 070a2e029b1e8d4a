"""JSON as a reader wants it."""

import json

from ...core.wire.jsontext import NotJson, read_json


def pretty_json(text: str) -> str:
    """Indented; a text that is no JSON comes back as it is."""
    try:
        return json.dumps(read_json(text), indent=2, ensure_ascii=False)
    except NotJson:
        return text
