from typing import Any

import pytest

from quayside.app.core.events import TextDelta, Timings, ToolCallDelta, Usage
from quayside.app.core.wire.chunks import ReplyReader

ODD: list[Any] = [
    {},
    {"choices": None},
    {"choices": 3},
    {"choices": [None, 1, "x", []]},
    {"choices": [{"delta": None, "message": []}]},
    {"choices": [{"delta": {"content": 5, "tool_calls": [None, {"function": []}]}}]},
    {"usage": [], "timings": "x", "model": 4},
    {"usage": {"prompt_tokens": "many", "completion_tokens": True}},
    {"timings": {"predicted_n": float("nan"), "prompt_n": float("inf"), "cache_n": 10**400}},
]


@pytest.mark.parametrize("chunk", ODD)
def test_chunks_of_any_shape_are_read_without_a_crash(chunk: Any) -> None:
    reader = ReplyReader()
    assert not [one for one in reader.read(0.0, chunk) if isinstance(one, TextDelta)]
    assert (reader.usage, reader.timings, reader.served_model) == (None, None, "")


def test_only_the_first_choice_is_the_answer() -> None:
    choices = [{"index": at, "delta": {"content": str(at)}} for at in (1, 0)]
    events = ReplyReader().read(0.0, {"choices": choices})  # type: ignore[dict-item]
    assert events == [TextDelta(0.0, "0")]


def test_parts_are_joined_and_old_function_calls_are_tool_calls() -> None:
    reader = ReplyReader()
    parts: Any = {"content": [{"type": "text", "text": "a"}, {"text": "b"}]}
    assert reader.read(0.0, {"choices": [{"delta": parts}]}) == [TextDelta(0.0, "ab")]
    call: Any = {"function_call": {"name": "f", "arguments": {"a": 1}}}
    expected = ToolCallDelta(0.0, 0, "", "f", '{"a": 1}')
    assert reader.read(0.0, {"choices": [{"delta": call}]}) == [expected]


def test_later_figures_win_and_missing_ones_stay() -> None:
    reader = ReplyReader()
    reader.read(0.0, {"timings": {"prompt_n": 1, "prompt_ms": 5.0, "predicted_n": 1}})
    reader.read(0.0, {"timings": {"predicted_n": 4, "predicted_ms": 44.0}})
    assert reader.timings == Timings(0, 1, 5.0, 4, 44.0)
    reader.read(0.0, {"usage": {"prompt_tokens": 3, "completion_tokens": 1}})
    reader.read(0.0, {"usage": {"prompt_tokens": 3, "completion_tokens": 2}})
    assert reader.usage == Usage(3, 2)


def test_a_whole_emoji_is_kept_and_half_of_one_is_marked() -> None:
    whole: Any = {"choices": [{"delta": {"content": "\U0001f6a2"}}]}
    half: Any = {"choices": [{"delta": {"content": "a\ud83d"}}]}
    assert ReplyReader().read(0.0, whole) == [TextDelta(0.0, "\U0001f6a2")]
    assert ReplyReader().read(0.0, half) == [TextDelta(0.0, "a\ufffd")]
