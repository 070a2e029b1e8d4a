import pytest

from quayside.app.core.embedded.catalogue import Catalogue
from quayside.app.core.embedded.options import (
    EngineOption,
    EngineOptionError,
    format_engine,
    parse_engine,
)


def test_an_engine_is_read_with_its_options_and_written_back():
    engine = parse_engine("fast:threads=1, context=2048")
    assert engine == EngineOption("fast", {"threads": "1", "context": "2048"})
    assert parse_engine(format_engine(engine)) == engine
    assert format_engine(parse_engine("plain")) == "plain"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fast:speed=9", "unknown option 'speed'; known are threads, context, parallel, batch"),
        ("fast:threads=none", "needs a whole number"),
        ("fast:threads=0", "needs a whole number"),
        ("fast:threads", "needs a whole number"),
        ("a/b", "cannot stand in a URL"),
        ("", "cannot stand in a URL"),
        ("v1", "not v1"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, words: str):
    with pytest.raises(EngineOptionError, match=words):
        parse_engine(text)


def test_a_named_engine_gets_its_options_over_the_defaults():
    catalogue = Catalogue([EngineOption("fast", {"threads": "1"})])
    assert catalogue.plan("fast") == {"threads": 1, "context": 4096, "parallel": 2}
    assert catalogue.plan("llama.cpp")["threads"] >= 1
    assert list(catalogue.status()) == ["diffusers", "fast", "llama.cpp", "mlx", "sglang", "vllm"]
    assert catalogue.status()["fast"].startswith("Running: llama.cpp ")


def test_an_engine_of_the_user_takes_the_place_of_an_absent_one():
    catalogue = Catalogue([EngineOption("vllm")])
    assert catalogue.absent("vllm") is None
    assert catalogue.absent("mlx") is not None
    assert not catalogue.knows("custom")
