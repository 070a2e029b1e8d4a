"""Puts a recorded event stream together to the one JSON answer that the recorder shows.

The rules, also what they lose (streamed tool calls), are those of Docker Model Runner's
`pkg/metrics/openai_recorder.go`.
"""

import json
from typing import Any, cast

_STREAMING_ERROR_STATUS = 400


def reassemble(body: str) -> tuple[str, str]:
    """The response and the error to show; one of them is empty."""
    if "data: " not in body and "error: " not in body:
        return body, ""
    content, reasoning = "", ""
    choice: dict[str, Any] = {}
    last: dict[str, Any] | None = None
    for line in body.split("\n"):
        if line.startswith("error: "):
            return "", _error(line.removeprefix("error: "))
        chunk = _chunk(line)
        if chunk is None:
            continue
        last = chunk
        choice = next(iter(chunk.get("choices") or []), choice)
        delta: dict[str, Any] = choice.get("delta") or {} if chunk.get("choices") else {}
        content += delta.get("content") or ""
        reasoning += delta.get("reasoning_content") or ""
    if last is None:
        return body, ""
    return json.dumps(_answer(last, choice, content, reasoning), ensure_ascii=False), ""


def _chunk(line: str) -> dict[str, Any] | None:
    data = line.rstrip("\r").removeprefix("data: ") if line.startswith("data: ") else "[DONE]"
    if data == "[DONE]":
        return None
    try:
        chunk = json.loads(data)
    except ValueError:
        return None
    return cast("dict[str, Any]", chunk) if isinstance(chunk, dict) else None


def _answer(
    last: dict[str, Any], choice: dict[str, Any], content: str, reasoning: str
) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    if reasoning:
        message["reasoning_content"] = reasoning
    whole = {"finish_reason": "stop", **choice, "message": message}
    whole.pop("delta", None)
    return {**last, "choices": [whole], "object": "chat.completion"}


def _error(data: str) -> str:
    shown: dict[str, Any] = {"status_code": _STREAMING_ERROR_STATUS, "message": "streaming error"}
    error: dict[str, Any] = {}
    try:
        error = json.loads(data)
    except ValueError:
        shown["message"] = "unparseable streaming error"
    names = {"code": "status_code", "message": "message", "type": "type"}
    shown |= {names[key]: value for key, value in error.items() if key in names}
    return json.dumps({**shown, "details": data})
