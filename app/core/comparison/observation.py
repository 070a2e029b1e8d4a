"""From the events of one reply to a sample; takes no time of its own and reads no clock."""

from collections.abc import Mapping

from ..events import (
    BytesReceived,
    Connection,
    Event,
    HeadersReceived,
    Phase,
    PhaseEntered,
    ReasoningDelta,
    ReplyOpened,
    RequestSent,
    TextDelta,
    ToolCallDelta,
)
from ..figures import ReplyTally
from ..secret import Secret
from .plan import Place
from .response_fields import response_fields
from .sample import Answer, Marks, Sample, Wire

KEPT_BYTES = 8192
_READ_BYTES = 65536
_GATEWAY_HEADERS = "x-litellm-"


class Observation:
    """Takes in every event of one reply, in order; `sample` is asked for at its end."""

    def __init__(self, place: Place, key: Secret) -> None:
        self._place = place
        self._hide = key.scrub
        self._tally = ReplyTally()
        self._request: RequestSent | None = None
        self._headers: HeadersReceived | None = None
        self._connection: Connection | None = None
        self._opened_at: float | None = None
        self._first_text_at: float | None = None
        self._content_at: list[float] = []
        self._loading = False
        self._calls: dict[int, list[str]] = {}
        self._raw = bytearray()
        self._raw_tail = b""
        self._raw_size = 0

    def note(self, event: Event) -> None:
        self._tally.note(event)
        match event:
            case RequestSent():
                self._request = event
            case PhaseEntered(phase=Phase.LOADING):
                self._loading = True
            case HeadersReceived():
                self._headers, self._connection = event, event.connection
            case ReplyOpened(at=at):
                self._opened_at = at
            case TextDelta(at=at):
                self._note_content(at)
                self._first_text_at = at if self._first_text_at is None else self._first_text_at
            case ReasoningDelta(at=at):
                self._note_content(at)
            case ToolCallDelta(at=at):
                self._note_content(at)
                self._calls.setdefault(event.index, [event.name]).append(event.arguments)
            case BytesReceived(data=data):
                self._keep(data)
            case _:
                pass

    def sample(self, began: float) -> Sample:
        """`began` is in seconds from the start of the comparison."""
        tally = self._tally
        return Sample(
            place=self._place,
            began=began,
            marks=self._marks(),
            answer=Answer(
                text=tally.text,
                reasoning=tally.reasoning,
                tool_calls=tuple(
                    f"{name}({''.join(pieces)})" for name, *pieces in self._calls.values()
                ),
                finish_reason=tally.reason,
                served_model=tally.served_model,
            ),
            usage=tally.usage,
            timings=tally.timings,
            wire=self._wire(),
            failure=tally.failure,
        )

    def _note_content(self, at: float) -> None:
        self._content_at.append(at)

    def _keep(self, data: bytes) -> None:
        self._raw_size += len(data)
        self._raw += data[: max(0, _READ_BYTES - len(self._raw))]
        self._raw_tail = (self._raw_tail + data)[-KEPT_BYTES // 2 :]

    def _marks(self) -> Marks:
        first_byte = self._since(self._headers.at if self._headers else None)
        contents = tuple(
            moment for at in self._content_at if (moment := self._since(at)) is not None
        )
        return Marks(
            connect=self._connection.seconds * 1000 if self._connection else None,
            load=first_byte if self._loading else None,
            first_byte=first_byte,
            role=self._since(self._opened_at),
            first_content=contents[0] if contents else None,
            first_text=self._since(self._first_text_at),
            contents=contents,
            end=self._since(self._tally.last_at),
        )

    @property
    def _sent_at(self) -> float | None:
        if self._connection is not None:
            return self._connection.sent_at
        return self._tally.started_at

    def _since(self, at: float | None) -> float | None:
        sent = self._sent_at
        # A microsecond is less than any clock here can tell.
        return None if at is None or sent is None else round((at - sent) * 1000, 3)

    def _wire(self) -> Wire:
        request, headers = self._request, self._headers
        return Wire(
            method=request.method if request else "",
            url=request.url if request else "",
            request=self._hide(request.body.decode("utf-8", "replace")) if request else "",
            status=headers.status if headers else None,
            headers=self._gateway_headers(headers.headers) if headers else {},
            response=self._hide(self._shown_response()),
            fields=response_fields(bytes(self._raw)),
        )

    def _gateway_headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {
            name: self._hide(value)
            for name, value in headers.items()
            if name.startswith(_GATEWAY_HEADERS)
        }

    def _shown_response(self) -> str:
        if self._raw_size <= KEPT_BYTES:
            return self._raw.decode("utf-8", "replace")
        half = KEPT_BYTES // 2
        head, tail = bytes(self._raw[:half]), self._raw_tail[-half:]
        left_out = f"\n[… {self._raw_size - 2 * half} bytes left out …]\n"
        return head.decode("utf-8", "replace") + left_out + tail.decode("utf-8", "replace")
