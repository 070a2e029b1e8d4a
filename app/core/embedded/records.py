"""The last requests of each loaded model, as `GET /engines/requests` shows them."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from .reassembly import reassemble

KEPT = 10
_LONGEST_MEDIA = 100
_NO_STATUS = 408
_SUBSCRIBER_BUFFER = 100


@dataclass(slots=True)
class Record:
    """One request; `status` 0 and no response while it runs."""

    shown: dict[str, Any]
    body: bytearray = field(default_factory=bytearray)
    status: int = 0


@dataclass(slots=True)
class Shelf:
    """What is kept of one model."""

    configuration: dict[str, Any] = field(default_factory=dict[str, Any])
    records: deque[Record] = field(default_factory=lambda: deque[Record](maxlen=KEPT))


class Recorder:
    """Keeps requests per model identity; tells subscribers about each that has ended."""

    def __init__(self, nanoseconds: Callable[[], int] = time.time_ns) -> None:
        self._nanoseconds = nanoseconds
        self._shelves: dict[str, Shelf] = {}
        self._subscribers: set[asyncio.Queue[list[dict[str, Any]]]] = set()

    def configure(self, model: str, configuration: dict[str, Any]) -> None:
        self._shelves.setdefault(model, Shelf()).configuration = configuration

    def forget(self, model: str) -> None:
        self._shelves.pop(model, None)

    def begin(self, model: str, request: Mapping[str, str], body: bytes) -> Record:
        """Record a request: `model`, `method`, `url`, `user_agent`, `origin` as sent."""
        stamp = self._nanoseconds()
        shown: dict[str, Any] = {
            "id": f"{model}_{stamp}",
            **request,
            "request": _without_media(body),
            "timestamp": stamp // 1_000_000_000,
            "status_code": 0,
        }
        record = Record({key: value for key, value in shown.items() if value != ""})
        self._shelves.setdefault(model, Shelf()).records.append(record)
        return record

    def finish(self, model: str, record: Record) -> None:
        """The answer has ended; a request that got no status counts as timed out."""
        status = record.shown["status_code"] = record.status or _NO_STATUS
        response, error = reassemble(record.body.decode("utf-8", "replace"))
        if error or status >= 400:
            record.shown["error"] = error or _as_json(response)
        elif response:
            record.shown["response"] = response
        record.body.clear()
        shelf = self._shelves.get(model)
        if shelf is not None:
            self._tell([_shown(record.shown["model"], shelf, [record])])

    def all(self, model: str = "") -> list[dict[str, Any]]:
        """Every shelf, or that of one model identity."""
        chosen = {name: one for name, one in self._shelves.items() if model in ("", name)}
        return [_shown(name, shelf, list(shelf.records)) for name, shelf in chosen.items()]

    def single(self, model: str = "") -> list[list[dict[str, Any]]]:
        """As `all`, one record a list, as the event stream sends them."""
        return [
            [{**shelf, "count": 1, "records": [record]}]
            for shelf in self.all(model)
            for record in shelf["records"]
        ]

    def subscribe(self) -> asyncio.Queue[list[dict[str, Any]]]:
        queue: asyncio.Queue[list[dict[str, Any]]] = asyncio.Queue(_SUBSCRIBER_BUFFER)
        self._subscribers.add(queue)
        return queue

    def unsubscribe(self, queue: asyncio.Queue[list[dict[str, Any]]]) -> None:
        self._subscribers.discard(queue)

    def _tell(self, news: list[dict[str, Any]]) -> None:
        for queue in self._subscribers:
            if not queue.full():
                queue.put_nowait(news)


def _shown(model: str, shelf: Shelf, records: list[Record]) -> dict[str, Any]:
    return {
        "count": len(records),
        "model": model,
        "config": shelf.configuration,
        "records": [record.shown for record in records],
    }


def _as_json(text: str) -> str:
    try:
        json.loads(text)
    except ValueError:
        return json.dumps({"error": text or "unknown error"})
    return text


def _without_media(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    document = json.loads(text)
    if isinstance(document.get("messages"), list):
        shortened = [_shorten(message) for message in document["messages"]]
        return json.dumps({**document, "messages": shortened}, ensure_ascii=False)
    return text


def _shorten(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        named = cast("dict[str, Any]", value)
        return {name: _shorten(one, name) for name, one in named.items()}
    if isinstance(value, list):
        return [_shorten(one) for one in cast("list[Any]", value)]
    if key in ("url", "data") and isinstance(value, str):
        return _shorten_media(value)
    return value


def _shorten_media(text: str) -> str:
    head, comma, data = text.partition(",") if text.startswith("data:") else ("", "", text)
    extra = len(data) - _LONGEST_MEDIA
    if extra <= 0:
        return text
    return f"{head}{comma}{data[:_LONGEST_MEDIA]}...[truncated {extra} chars]"
