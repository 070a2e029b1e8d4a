"""Requests as a runner received them: `GET /engines/requests`.

Shape as of docker/model-runner, `pkg/metrics/openai_recorder.go`.
"""

import re
from dataclasses import dataclass

from ..lanes import JsonValue
from ..wire.jsontext import JsonObject, as_count, as_list, as_object, as_text

_STAMP = re.compile(r"_(\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRequest:
    """One request that a runner has on record; it keeps the last ten of each loaded model."""

    id: str
    model: str
    """As the caller spelled it."""
    method: str
    url: str
    """The path, such as `/engines/llama.cpp/v1/chat/completions`."""
    body: str
    user_agent: str = ""
    status: int = 0
    """0 while it runs."""
    error: str = ""
    """The engine's words, where it refused the request."""
    context_size: int | None = None
    """Tokens, where the model's context was configured."""

    @property
    def order(self) -> int:
        """Nanoseconds since 1970 by the runner's clock; 0 where its id does not tell."""
        found = _STAMP.search(self.id)
        return int(found.group(1)) if found else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredRequest:
    """A request with what became of it."""

    request: ReceivedRequest
    response: str = ""
    """One JSON document, streams put together; empty while it runs, and where it failed."""
    at: int = 0
    """Seconds since 1970, by the runner's clock; 0 where it does not tell."""
    origin: str = ""
    """The API that it came by, such as `anthropic/messages`; empty for OpenAI's."""


def read_received(value: JsonValue) -> list[ReceivedRequest]:
    """All records, oldest first; what has another shape is left out."""
    return [answered.request for answered in read_answered(value)]


def read_answered(value: JsonValue) -> list[AnsweredRequest]:
    """The same, with the answers."""
    pairs = [
        (as_object(shelf), as_object(record))
        for shelf in as_list(value)
        for record in as_list(as_object(shelf).get("records"))
    ]
    read = [_answered(shelf, record) for shelf, record in pairs if as_text(record.get("id"))]
    return sorted(read, key=lambda answered: answered.request.order)


def _answered(shelf: JsonObject, record: JsonObject) -> AnsweredRequest:
    return AnsweredRequest(
        request=_received(shelf, record),
        response=as_text(record.get("response")),
        at=as_count(record.get("timestamp")) or 0,
        origin=as_text(record.get("origin")),
    )


def _received(shelf: JsonObject, record: JsonObject) -> ReceivedRequest:
    return ReceivedRequest(
        id=as_text(record.get("id")),
        model=as_text(record.get("model")),
        method=as_text(record.get("method")),
        url=as_text(record.get("url")),
        body=as_text(record.get("request")),
        user_agent=as_text(record.get("user_agent")),
        status=as_count(record.get("status_code")) or 0,
        error=as_text(record.get("error")),
        context_size=as_count(as_object(shelf.get("config")).get("context-size")),
    )
