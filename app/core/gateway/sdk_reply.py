"""From the news of one call of LiteLLM's SDK to the events of a reply."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace

from ..events import (
    BytesReceived,
    Event,
    Failed,
    Finished,
    HeadersReceived,
    Phase,
    PhaseEntered,
    ReplyOpened,
    RequestSent,
)
from ..lanes import MODEL_PREFIX, JsonValue, Lane, without_prefix
from ..wire.causes import StreamFault, explain_stream
from ..wire.causes.evidence import scrub
from ..wire.chunks import ReplyReader
from ..wire.jsontext import JsonObject, as_list, as_number, as_object, as_text
from ..wire.request import wants_stream
from ..wire.wire_request import WireRequest
from .sdk_failures import explain_error

_INVENTED = "LiteLLM reports finish_reason 'stop', which the engine did not send"


class SdkReading:
    """Reads the news of one call. Once `outcome` is set, the reply is over."""

    def __init__(self, lane: Lane, request: WireRequest, *, raw: bool = False) -> None:
        self.outcome: Finished | Failed | None = None
        self._lane = lane
        self._request = request
        self._raw = raw
        self._reader = ReplyReader()
        self._headers: Mapping[str, str] = {}
        self._begun = False
        self._opened = False
        self._streaming = False
        self._invented = False

    def take(self, news: Mapping[str, JsonValue]) -> list[Event]:
        """The events in one piece of news; the outcome is not among them."""
        if "sent" in news:
            request = self._request
            return [RequestSent(_time(news, "sent"), request.method, request.url, request.body)]
        if "opened" in news:
            return self._open(_time(news, "opened"), as_object(news.get("headers")))
        if "chunk" in news:
            return self._take_chunk(_time(news, "at"), as_object(news.get("chunk")))
        if "end" in news:
            self.outcome = self._settle(_time(news, "end"))
        elif "error" in news:
            error = as_object(news.get("error"))
            failure = explain_error(self._lane, self._request, error, opened=self._begun)
            self.outcome = Failed(_time(news, "at"), failure)
        return []

    def _open(self, at: float, headers: JsonObject) -> list[Event]:
        self._begun = True
        self._headers = {
            name: scrub([self._lane.key], as_text(value)) for name, value in headers.items()
        }
        return [HeadersReceived(at, 200, self._headers), PhaseEntered(at, Phase.PREFILL)]

    def _take_chunk(self, at: float, chunk: JsonObject) -> list[Event]:
        self._begun = True
        self._note_end(chunk)
        told: list[Event] = []
        if self._raw:
            line = json.dumps(chunk, ensure_ascii=False, separators=(",", ":"))
            told.append(BytesReceived(at, line.encode("utf-8", "replace") + b"\n"))
        events = self._reader.read(at, chunk)
        if events and not self._streaming:
            self._streaming = True
            told.append(PhaseEntered(at, Phase.STREAMING))
        elif self._reader.choices and not (self._streaming or self._opened or self._invented):
            self._opened = True
            told.append(ReplyOpened(at))
        return told + events

    def _note_end(self, chunk: JsonObject) -> None:
        """LiteLLM puts its prefix to the model in what it made itself (seen in 1.106.2)."""
        ends = any(as_object(one).get("finish_reason") for one in as_list(chunk.get("choices")))
        if ends and wants_stream(self._lane):
            self._invented = as_text(chunk.get("model")).startswith(MODEL_PREFIX)

    def _settle(self, at: float) -> Finished | Failed:
        reader, lane, request = self._reader, self._lane, self._request
        fault = self._fault()
        if fault is not None:
            detail = _INVENTED if self._invented else ""
            failure = explain_stream(
                lane, request, fault, headers=self._headers, raw="", detail=detail
            )
            return Failed(at, failure)
        reader.reason = reader.reason or "unknown"
        return replace(reader.finished(at), served_model=self._served_model)

    def _fault(self) -> StreamFault | None:
        if not self._reader.choices:
            return StreamFault.NO_CHOICES
        if wants_stream(self._lane) and not self._reader.reason:
            return StreamFault.TRUNCATED
        if self._invented and not self._streaming:
            html = "html" in self._headers.get("content-type", "")
            return StreamFault.HTML if html else StreamFault.EMPTY
        # Where an engine ends with its last word, LiteLLM splits that chunk in two; llama.cpp
        # never does.
        cut = self._invented and self._headers.get("server") == "llama.cpp"
        return StreamFault.TRUNCATED if cut else None

    @property
    def _served_model(self) -> str:
        # In a stream, LiteLLM names the model that was asked for, whatever answered.
        return "" if wants_stream(self._lane) else without_prefix(self._reader.served_model)


def _time(news: Mapping[str, JsonValue], name: str) -> float:
    at = as_number(news.get(name))
    return time.monotonic() if at is None else at
