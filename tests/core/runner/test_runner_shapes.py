import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.runner.inventory import listed_states, model_state
from quayside.app.core.runner.shapes import (
    LONGEST_TEXT,
    EngineWord,
    LoadedModel,
    read_loaded,
    read_model,
    read_models,
    read_status,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "tags", "config", "dmr", "data", "model_name", "created"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "word", "details"),
    [
        ("Running: llama.cpp 72874f559", EngineWord.RUNNING, "llama.cpp 72874f559"),
        ("running llama.cpp version: c55bce4", EngineWord.RUNNING, "llama.cpp version: c55bce4"),
        ("Not Installed", EngineWord.NOT_INSTALLED, ""),
        ("Not Installed: binary not found", EngineWord.NOT_INSTALLED, "binary not found"),
        ("vLLM binary not found", EngineWord.NOT_INSTALLED, "vLLM binary not found"),
        ("Installing: 40%", EngineWord.INSTALLING, "40%"),
        ("Error: file not found", EngineWord.ERROR, "file not found"),
        ("gone fishing", EngineWord.UNKNOWN, "gone fishing"),
    ],
)
def test_status_of_all_ages_is_one_word_and_details(
    text: str, word: EngineWord, details: str
) -> None:
    engine = read_status({"llama.cpp": text})["llama.cpp"]
    assert (engine.word, engine.details, engine.text) == (word, details, text)
    assert engine.usable is (word is EngineWord.RUNNING)


@pytest.mark.parametrize("value", [None, [], {}, {"status": "healthy"}, {"llama.cpp": 1}, "x"])
def test_other_json_is_no_status(value: object) -> None:
    assert read_status(value) == {}


def test_a_model_of_the_store_has_all_its_tags() -> None:
    entry = read_model(
        {
            "id": "sha256:" + "a" * 64,
            "tags": ["docker.io/ai/smollm2:latest", "docker.io/ai/smollm2:360M"],
            "created": 1742816981,
            "config": {"quantization": "Q4_K_M", "size": "256.35MiB", "context_size": 8192},
        }
    )
    assert entry is not None
    assert (entry.display, entry.quantisation, entry.size) == ("smollm2", "Q4_K_M", "256.35MiB")
    assert entry.context_size == 8192
    assert entry.is_called("smollm2:360M")
    assert entry.is_called("a" * 12)
    assert not entry.is_called("smollm2:135M")


def test_an_openai_list_is_read_with_and_without_the_runners_details() -> None:
    details = {"context_window": 4096, "quantization": "Q8_0"}
    value = {"data": [{"id": "docker.io/ai/a:latest", "dmr": details}, {"id": "b"}, {"id": 3}, 4]}
    first, second = read_models(value)
    assert (first.name, first.quantisation, first.context_size) == (
        "docker.io/ai/a:latest",
        "Q8_0",
        4096,
    )
    assert (second.name, second.context_size) == ("b", None)


def test_an_untagged_model_is_shown_by_its_digest() -> None:
    (state,) = listed_states({"data": [{"id": "sha256:" + "0123456789ab" + "c" * 52}]})
    assert state.display == "0123456789ab"


def test_loaded_models_tell_loading_from_in_use() -> None:
    value = [
        {"backend_name": "llama.cpp", "model_name": "ai/a", "mode": "completion", "loading": True},
        {"backend_name": "llama.cpp", "model_name": "b", "mode": "completion", "in_use": True},
        {"backend_name": "llama.cpp"},
    ]
    loading, used = read_loaded(value)
    assert (loading.loading, loading.in_use) == (True, False)
    assert (used.loading, used.in_use) == (False, True)


@pytest.mark.parametrize(
    ("loaded", "word"),
    [
        ([], ""),
        ([LoadedModel("llama.cpp", "a", "completion")], "loaded"),
        ([LoadedModel("llama.cpp", "ai/a", "completion", in_use=True)], "in use"),
        ([LoadedModel("llama.cpp", "A:latest", "completion", loading=True)], "loading"),
        ([LoadedModel("llama.cpp", "b", "completion", in_use=True)], ""),
    ],
)
def test_a_models_state_is_matched_by_its_normal_name(loaded: list[LoadedModel], word: str) -> None:
    entry = read_model({"id": "docker.io/ai/a:latest"})
    assert entry is not None
    assert model_state(entry, loaded).state == word


def test_long_texts_are_cut() -> None:
    entry = read_model({"id": "x" * 100_000})
    assert entry is not None
    assert len(entry.id) == LONGEST_TEXT


@given(JSON)
def test_no_json_whatever_breaks_the_readers(value: object) -> None:
    read_status(value)
    read_models(value)
    read_loaded(value)
    read_model(value)
