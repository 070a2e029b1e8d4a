import pytest

from quayside.app.core.runner.eviction import seconds_left, words_left
from quayside.app.core.runner.shapes import LoadedModel

NOON = 1784721600.0
AT_NOON = "2026-07-22T12:00:00.123456789Z"


def loaded(last_used: str = AT_NOON, keep_alive: str = "", in_use: bool = False) -> LoadedModel:
    return LoadedModel(
        engine="llama.cpp",
        model="ai/smollm2",
        mode="completion",
        in_use=in_use,
        keep_alive=keep_alive,
        last_used=last_used,
    )


@pytest.mark.parametrize(
    ("model", "left", "words"),
    [
        (loaded(), 200, "it leaves memory in 3 min 20 s, if nobody asks"),
        (loaded(keep_alive="10m0s"), 500, "it leaves memory in 8 min 20 s, if nobody asks"),
        (loaded(keep_alive="1h30m"), 5300, "88 min 20 s"),
        (loaded(keep_alive="1m40s"), 0, "0 s"),
        (loaded(keep_alive="0"), 0, "0 s"),
        (loaded(keep_alive="-1"), None, "it stays"),
        (loaded(in_use=True), None, "in use"),
        (loaded(last_used="0001-01-01T00:00:00Z"), None, "five idle minutes"),
        (loaded(last_used="yesterday"), None, "five idle minutes"),
        (loaded(keep_alive="soon"), 200, "3 min 20 s"),
    ],
)
def test_an_idle_model_has_a_time_left_in_memory(
    model: LoadedModel, left: float | None, words: str
) -> None:
    assert seconds_left(model, NOON + 100) == left
    assert words in words_left(model, NOON + 100)
