"""Requests that a runner received, as rows and as pages."""

import difflib
import json
import time
from collections.abc import Sequence

from ....widgets.column_list import ColumnRow
from ....widgets.labelled_lines import LabelledLine
from ...core.lanes import JsonValue
from ...core.runner.names import display
from ...core.runner.received import AnsweredRequest
from ...core.wire.jsontext import NotJson, as_list, as_object, read_json

HEADS = ("time", "model", "status", "by", "path")
LONGEST_AGENT = 28


def request_rows(answered: Sequence[AnsweredRequest], text: str, marked: str) -> list[ColumnRow]:
    """The newest first; those whose row holds `text`. The marked one has a sign."""
    rows = [_row(one, one.request.id == marked) for one in reversed(answered)]
    wanted = text.lower()
    return [row for row in rows if any(wanted in cell.lower() for cell in row.cells)]


def request_page(answered: AnsweredRequest) -> list[LabelledLine]:
    """What was sent and what was answered, pretty where it is JSON."""
    request = answered.request
    lines = [
        LabelledLine("asked", f"{request.method} {request.url}"),
        LabelledLine("by", request.user_agent or "not told"),
        LabelledLine("status", _status(answered)),
    ]
    lines += _block("body", request.body)
    lines += _block("error", request.error) if request.error else []
    lines += _block("answer", answered.response) if answered.response else []
    return lines


def twin_of(one: AnsweredRequest, answered: Sequence[AnsweredRequest]) -> AnsweredRequest | None:
    """The same conversation as another program sent it, such as the proxy; the nearest in time."""
    said, by = _conversation(one), one.request.user_agent
    others = [
        other
        for other in answered
        if said and other.request.user_agent != by and _conversation(other) == said
    ]
    return min(others, key=lambda other: abs(other.at - one.at), default=None)


def difference_page(first: AnsweredRequest, second: AnsweredRequest) -> list[LabelledLine]:
    """The bodies of two requests, line by line: what only one of them has."""
    before, after = (pretty(one.request.body).splitlines() for one in (first, second))
    names = (_who(first), f"this one, {_who(second)}")
    lines = list(difflib.unified_diff(before, after, *names, lineterm="", n=2))
    if not lines:
        return [LabelledLine("", "The two bodies are alike.")]
    styles = {"-": "$text-error", "+": "$text-success", "@": "$text-accent"}
    return [LabelledLine("", line, text_style=styles.get(line[:1], "")) for line in lines]


def pretty(text: str) -> str:
    """JSON with a line for each value; what is none stays as it is."""
    try:
        return json.dumps(read_json(text), ensure_ascii=False, indent=2)
    except (NotJson, ValueError, RecursionError):
        return text


def _conversation(answered: AnsweredRequest) -> list[JsonValue]:
    try:
        return as_list(as_object(read_json(answered.request.body)).get("messages"))
    except NotJson:
        return []


def _row(answered: AnsweredRequest, marked: bool) -> ColumnRow:
    request = answered.request
    sign = "▶ " if marked else "  "
    cells = (
        sign + time.strftime("%H:%M:%S", time.localtime(answered.at)),
        display(request.model),
        _status(answered),
        request.user_agent[:LONGEST_AGENT] or "·",
        request.url,
    )
    return ColumnRow(request.id, cells)


def _status(answered: AnsweredRequest) -> str:
    status = answered.request.status
    return str(status) if status else "running"


def _who(answered: AnsweredRequest) -> str:
    return answered.request.user_agent.partition(" ")[0] or display(answered.request.model)


def _block(name: str, text: str) -> list[LabelledLine]:
    return [LabelledLine("", ""), LabelledLine(name, "", "bold"), LabelledLine("", pretty(text))]
