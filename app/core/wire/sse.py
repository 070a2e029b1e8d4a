"""Server-sent events from bytes, cut anywhere, in one pass and bounded memory.

Follows the WHATWG event stream grammar, and keeps fields that it does not know:
llama.cpp reports a crash in the middle of a stream as a line `error: {…}`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

LINE_LIMIT = 4 * 1024 * 1024
_DATA, _END = "data: ", "\n\n"
_BETWEEN = _END + _DATA
_END_BYTES = _END.encode()
_LINE_END = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class SseOverflow(ValueError):
    """One event is longer than the decoder is willing to hold."""


class SseEvent(NamedTuple):
    """One event; `data` holds its data lines joined by line feeds."""

    event: str = ""
    data: str = ""
    fields: Mapping[str, str] = MappingProxyType({})
    """The other fields by name, `id` and `error` among them; the last of a name wins."""


class SseDecoder:
    """Feed it bytes as they come; lines end with LF, CR or CRLF and with nothing else.

    U+2028 and U+0085 are text: a token may hold them. Bytes that are not UTF-8
    become U+FFFD.
    """

    def __init__(self, limit: int = LINE_LIMIT) -> None:
        self._limit = limit
        self._rest: list[bytes] = []
        self._rest_size = 0
        self._event_size = 0
        self._after_return = False
        self._first_line = True
        self._event = ""
        self._data: list[str] = []
        self._fields: dict[str, str] = {}

    def feed(self, chunk: bytes) -> list[SseEvent]:
        """The events that `chunk` completes. Raises `SseOverflow` at more than the limit."""
        if self._after_return and chunk:
            self._after_return = False
            chunk = chunk.removeprefix(b"\n")
        start = 0 if self._between_events else chunk.find(_END_BYTES) + len(_END)
        end = chunk.rfind(_END_BYTES)
        if end < start or b"\r" in chunk or len(chunk) > self._limit:
            return self._feed_lines(chunk)
        events = self._feed_lines(chunk[:start])
        events += self._feed_whole(chunk[start:end])
        return events + self._feed_lines(chunk[end + len(_END) :])

    @property
    def _between_events(self) -> bool:
        return not (self._first_line or self._rest or self._data or self._event or self._fields)

    def _feed_whole(self, block: bytes) -> list[SseEvent]:
        """Whole events, of which most are a line of data and nothing else."""
        events: list[SseEvent] = []
        first, *others = block.decode("utf-8", "replace").split(_BETWEEN)
        if first.startswith(_DATA):
            others.insert(0, first[len(_DATA) :])
        elif first:
            events += self._feed_lines(f"{first}{_END}".encode())
        for data in others:
            if data and "\n" not in data:
                events.append(SseEvent("", data))
            else:
                events += self._feed_lines(f"{_DATA}{data}{_END}".encode())
        return events

    def _feed_lines(self, chunk: bytes) -> list[SseEvent]:
        if b"\n" not in chunk and b"\r" not in chunk:
            self._hold(chunk)
            return []
        self._after_return = chunk.endswith(b"\r")
        first, *lines = _LINE_END.split(chunk)
        self._hold(first)
        lines.insert(0, self._take_rest())
        rest = lines.pop()
        events = [event for line in lines if (event := self._take(line)) is not None]
        self._hold(rest)
        return events

    def finish(self) -> list[SseEvent]:
        """What the stream held when it ended without a blank line: no event, or one.

        It may have been cut short: a reader must not trust it to be whole.
        """
        line = self._take_rest()
        if line:
            self._take(line)
        event = self._dispatch()
        return [] if event is None else [event]

    def _hold(self, piece: bytes) -> None:
        if piece:
            self._rest.append(piece)
            self._rest_size += len(piece)
            self._check()

    def _take_rest(self) -> bytes:
        line, self._rest, self._rest_size = b"".join(self._rest), [], 0
        return line

    def _check(self) -> None:
        if self._event_size + self._rest_size > self._limit:
            raise SseOverflow(f"one event of the stream is longer than {self._limit} bytes")

    def _take(self, line: bytes) -> SseEvent | None:
        if self._first_line:
            self._first_line = False
            line = line.removeprefix(_BYTE_ORDER_MARK)
        if not line:
            return self._dispatch()
        name, _, value = line.partition(b":")
        if name:
            self._set(name, value.removeprefix(b" "))
        return None

    def _set(self, name: bytes, value: bytes) -> None:
        # A line without a value takes room as well.
        self._event_size += len(name) + len(value) + 1
        self._check()
        text = value.decode("utf-8", "replace")
        if name == b"data":
            self._data.append(text)
        elif name == b"event":
            self._event = text
        else:
            self._fields[name.decode("utf-8", "replace")] = text

    def _dispatch(self) -> SseEvent | None:
        event = SseEvent(self._event, "\n".join(self._data), self._fields)
        self._event, self._data, self._fields, self._event_size = "", [], {}, 0
        return event if event.data or "error" in event.fields else None
