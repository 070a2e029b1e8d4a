"""A reply's JSON, streamed in chunks or whole, as events."""

import json
from dataclasses import dataclass, field

from ..events import (
    Event,
    Finished,
    ReasoningDelta,
    TextDelta,
    Timings,
    ToolCallDelta,
    Usage,
)
from ..lanes import JsonValue
from .jsontext import JsonObject, as_count, as_list, as_number, as_object, as_text

_TIMINGS = ("cache_n", "prompt_n", "prompt_ms", "predicted_n", "predicted_ms")


@dataclass(slots=True)
class ReplyReader:
    """Takes one reply's chunks in order; a whole answer is one chunk with a `message`.

    Usage and timings may ride on any chunk, also on one with no choices; what
    comes later wins.
    """

    reason: str = ""
    served_model: str = ""
    chunks: int = 0
    choices: int = 0
    usage: Usage | None = None
    measured: dict[str, float] = field(default_factory=dict[str, float])

    def read(self, at: float, chunk: JsonObject) -> list[Event]:
        """The events of one chunk; `at` is when its bytes came, in monotonic seconds."""
        self.chunks += 1
        if (model := chunk.get("model")) != self.served_model:
            self.served_model = as_text(model) or self.served_model
        if usage := chunk.get("usage"):
            self.usage = _usage(as_object(usage)) or self.usage
        if timings := chunk.get("timings"):
            self._measure(as_object(timings))
        events: list[Event] = []
        for choice in as_list(chunk.get("choices")):
            self._choose(at, as_object(choice), events)
        return events

    def finished(self, at: float) -> Finished:
        return Finished(at, self.reason, self.usage, self.timings, self.served_model)

    @property
    def timings(self) -> Timings | None:
        """llama.cpp's figures; missing times are 0, and without a count there are none."""
        if "predicted_n" not in self.measured and "prompt_n" not in self.measured:
            return None
        cache_n, prompt_n, prompt_ms, predicted_n, predicted_ms = (
            self.measured.get(name, 0.0) for name in _TIMINGS
        )
        return Timings(int(cache_n), int(prompt_n), prompt_ms, int(predicted_n), predicted_ms)

    def _measure(self, timings: JsonObject) -> None:
        for name in _TIMINGS:
            number = as_number(timings.get(name))
            if number is not None:
                self.measured[name] = number

    def _choose(self, at: float, choice: JsonObject, events: list[Event]) -> None:
        # Other choices are answers of their own; one lane shows one answer.
        index = choice.get("index")
        if index and as_count(index):
            return
        self.choices += 1
        if reason := choice.get("finish_reason"):
            self.reason = as_text(reason) or self.reason
        delta = as_object(choice.get("delta")) or as_object(choice.get("message"))
        if len(delta) == 1 and (text := as_text(delta.get("content"))):
            # Nearly every chunk is this.
            events.append(TextDelta(at, text))
            return
        if reasoning := _text_of(delta, "reasoning_content", "reasoning"):
            events.append(ReasoningDelta(at, reasoning))
        if text := _text_of(delta, "content", "refusal"):
            events.append(TextDelta(at, text))
        if "tool_calls" in delta or "function_call" in delta:
            events += [_tool_call(at, place, call) for place, call in enumerate(_calls(delta))]


def _text_of(delta: JsonObject, name: str, other: str) -> str:
    """What stands under the first of the two names that holds any text."""
    value = delta.get(name)
    text = _text(value) if value else ""
    if not text and (value := delta.get(other)):
        text = _text(value)
    return text


def _text(value: JsonValue) -> str:
    if isinstance(value, list):
        return "".join(as_text(as_object(part).get("text")) for part in value)
    return as_text(value)


def _calls(delta: JsonObject) -> list[JsonObject]:
    calls = [as_object(call) for call in as_list(delta.get("tool_calls"))]
    old_call = as_object(delta.get("function_call"))
    return [*calls, {"function": old_call}] if old_call else calls


def _tool_call(at: float, place: int, call: JsonObject) -> ToolCallDelta:
    function = as_object(call.get("function"))
    arguments = function.get("arguments")
    index = as_count(call.get("index"))
    return ToolCallDelta(
        at,
        index=place if index is None else index,
        call_id=as_text(call.get("id")),
        name=as_text(function.get("name")),
        arguments=json.dumps(arguments) if isinstance(arguments, dict) else as_text(arguments),
    )


def _usage(usage: JsonObject) -> Usage | None:
    prompt, completion = (
        as_count(usage.get(name)) for name in ("prompt_tokens", "completion_tokens")
    )
    if prompt is None and completion is None:
        return None
    details = as_object(usage.get("prompt_tokens_details"))
    return Usage(prompt or 0, completion or 0, as_count(details.get("cached_tokens")))
