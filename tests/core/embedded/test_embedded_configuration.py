import pytest

from quayside.app.core.embedded.configuration import (
    FOREVER,
    ConfigurationRefused,
    format_duration,
    read_configuration,
)


def test_flags_size_and_keep_alive_are_read():
    body = {
        "context-size": 512,
        "runtime-flags": ["--temp", "0.5", "--seed=-1", "-t", "2"],
        "keep_alive": "1h10m0.5s",
    }
    read = read_configuration("llama.cpp", body)
    assert read.plan == {"temp": 0.5, "seed": -1, "threads": 2, "context": 512}
    assert read.keep_alive == 4200.5
    assert read.to_json() == {
        "context-size": 512,
        "runtime-flags": ["--temp", "0.5", "--seed=-1", "-t", "2"],
        "keep_alive": "1h10m0.5s",
    }


def test_raw_flags_are_split_as_a_shell_would():
    read = read_configuration("llama.cpp", {"raw-runtime-flags": "--top-k 3 '--top-p' 0.9"})
    assert read.plan == {"top_k": 3, "top_p": 0.9}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            {"runtime-flags": ["--log-file", "x"]},
            'runtime flag "--log-file" is not allowed for backend "llama.cpp"',
        ),
        ({"runtime-flags": ["--seed", "/etc"]}, "paths are not allowed"),
        ({"runtime-flags": ["--seed=--log-file"]}, "invalid value"),
        ({"raw-runtime-flags": "'"}, "invalid runtime flags"),
        ({"keep_alive": "soon"}, "invalid keep_alive"),
    ],
)
def test_refusals_are_in_the_runners_words(body: dict[str, object], words: str):
    with pytest.raises(ConfigurationRefused) as caught:
        read_configuration("llama.cpp", body)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0.0), ("-1", FOREVER), ("5m", 300.0), ("250ms", 0.25)]
)
def test_keep_alive_forms(text: str, seconds: float):
    assert read_configuration("llama.cpp", {"keep_alive": text}).keep_alive == seconds


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-1, "-1"), (0, "0s"), (600, "10m0s"), (3600, "1h0m0s"), (90.5, "1m30.5s")],
)
def test_durations_are_written_as_go_does(seconds: float, text: str):
    assert format_duration(seconds) == text
