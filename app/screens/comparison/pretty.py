"""JSON as a reader wants it."""

import json

from ...core.wire.jsontext import NotJson, read_json


def pretty_json(text: str, *, ordered: bool = False) -> str:
    """Indented, and with its fields in order of their names if `ordered`.

    A text that is no JSON comes back as it is.
    """
    try:
        return json.dumps(read_json(text), indent=2, ensure_ascii=False, sort_keys=ordered)
    except NotJson:
        return text
