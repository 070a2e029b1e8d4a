import pytest

from quayside.app.core.events import Failed, Finished, ReplyOpened, TextDelta
from quayside.app.core.gateway.sdk_reply import SdkReading
from quayside.app.core.gateway.sdk_request import sdk_request
from quayside.app.core.lanes import Lane, Path

# As LiteLLM 1.106.2 yields them; the prefix marks what it made itself.
OURS, ENGINES = "docker_model_runner/ai/smollm2", "ai/smollm2"
OPENED = {"opened": 1.0, "headers": {}}
FROM_LLAMA_CPP = {"opened": 1.0, "headers": {"server": "llama.cpp"}}


def chunk(delta: dict, reason: str | None = None, model: str = ENGINES, **more) -> dict:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return {"at": 2.0, "chunk": {"model": model, "choices": [choice], **more}}


TEXT = chunk({"content": "Rhine"})
INVENTED = chunk({}, "stop", OURS)


def outcome_of(*news: dict, stream: bool = True):
    lane = Lane(Path.LITELLM, "ai/smollm2", "http://h/v1", stream=stream)
    reading = SdkReading(lane, sdk_request(lane, [], {}).wire)
    events = [event for one in news for event in reading.take(one)]
    events += reading.take({"end": 3.0})
    return events, reading.outcome


def test_the_engines_end_and_figures_are_the_replys() -> None:
    timings = {"predicted_n": 2, "predicted_ms": 20.0}
    _, outcome = outcome_of(OPENED, TEXT, chunk({}, "length", timings=timings))
    assert isinstance(outcome, Finished)
    assert (outcome.at, outcome.reason) == (3.0, "length")
    assert outcome.timings is not None
    assert not outcome.served_model


@pytest.mark.parametrize(
    ("news", "kind"),
    [
        ([OPENED, INVENTED], "empty-answer"),
        ([{"opened": 1.0, "headers": {"content-type": "text/html"}}, INVENTED], "not-an-api"),
        ([FROM_LLAMA_CPP, TEXT, INVENTED], "truncated-stream"),
        ([OPENED, TEXT], "truncated-stream"),
        ([OPENED], "no-choices"),
    ],
)
def test_an_end_that_litellm_made_up_is_a_failure(news, kind) -> None:
    events, outcome = outcome_of(*news)
    assert isinstance(outcome, Failed)
    assert outcome.failure.kind == kind
    assert not any(isinstance(event, ReplyOpened) for event in events)


def test_an_engine_that_ends_with_its_last_word_has_ended_well() -> None:
    events, outcome = outcome_of(OPENED, TEXT, INVENTED)
    assert isinstance(outcome, Finished)
    assert [event.text for event in events if isinstance(event, TextDelta)] == ["Rhine"]


def test_an_empty_answer_of_the_engines_own_is_no_failure() -> None:
    events, outcome = outcome_of(OPENED, chunk({"role": "assistant"}), chunk({}, "stop"))
    assert isinstance(outcome, Finished)
    assert sum(isinstance(event, ReplyOpened) for event in events) == 1


def test_usage_that_rides_behind_the_end_is_read_and_changes_nothing_else() -> None:
    usage = {"prompt_tokens": 3, "completion_tokens": 2}
    late = chunk({}, None, OURS, usage=usage)
    _, outcome = outcome_of(FROM_LLAMA_CPP, TEXT, chunk({}, "stop"), late)
    assert isinstance(outcome, Finished)
    assert outcome.usage is not None
    assert outcome.usage.completion_tokens == 2
