import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.diagnostics.mending import mended_base, mended_model
from quayside.app.core.wire.address import AddressError, parse_engine_base

HOST = "http://localhost:12434"
GOOD = f"{HOST}/engines/llama.cpp/v1"


@pytest.mark.parametrize(
    "base",
    [
        GOOD,
        HOST,
        f"{HOST}/",
        f"{HOST}/engines/llama.cpp",
        f"{HOST}/engines/llama.cpp/",
        f"{HOST}/engines/v1",
        f"{HOST}/v1",
        "localhost:12434",
        "https://api.example.com/openai/v1",
        "http://[::1]:12434/engines/vllm/v1",
        "unix:///var/run/docker.sock:/exp/vDD4.40",
        "http://models.example.com/messages-of/v1",
    ],
)
def test_a_base_without_fault_stays_as_it_is(base: str) -> None:
    mended = mended_base(base, {})
    assert (mended.text, mended.faults) == (base, ())


@pytest.mark.parametrize(
    ("base", "meant"),
    [
        (f"{GOOD}/chat/completions", GOOD),
        (f"{GOOD}/chat/completions/", GOOD),
        (f"{GOOD}/models", GOOD),
        (f"{GOOD}/embeddings", GOOD),
        (f"{GOOD}/v1", GOOD),
        (f"{GOOD}/v1/chat/completions", GOOD),
        (f"{HOST}/engines/v1/llama.cpp", GOOD),
        (f"{HOST}/v1/engines/llama.cpp/v1", GOOD),
        (f"{HOST}/engine/llama.cpp/v1", GOOD),
        (f"{GOOD}?model=x", GOOD),
        (f"{GOOD}#top", GOOD),
        (f'"{GOOD}"', GOOD),
        (f" '{GOOD}' ", GOOD),
        ("http:/localhost:12434/engines/llama.cpp/v1", GOOD),
        ("http//localhost:12434/engines/llama.cpp/v1", GOOD),
        ("tcp://localhost:12434/engines/llama.cpp/v1", GOOD),
        ("wss://box/engines/llama.cpp/v1", "https://box/engines/llama.cpp/v1"),
        ("http://me:sk-1@localhost:12434/engines/llama.cpp/v1", GOOD),
        ("me:sk-1@localhost:12434/engines/llama.cpp/v1", GOOD.removeprefix("http://")),
        ("os.environ/BASE", GOOD),
        ("${BASE}", GOOD),
        ("$BASE", GOOD),
        ("%BASE%", GOOD),
        ("$UNSET", ""),
    ],
)
def test_a_base_is_mended_as_it_was_meant(base: str, meant: str) -> None:
    mended = mended_base(base, {"BASE": GOOD})
    assert mended.text == meant
    assert mended.faults
    assert "sk-1" not in repr(mended)


@given(st.text(alphabet="htps:/?#@$.ev1engiscalm'\" []%{}", max_size=60))
def test_what_is_mended_has_no_fault_left_and_nothing_breaks(text: str) -> None:
    first = mended_base(text, {})
    second = mended_base(first.text, {})
    try:
        parse_engine_base(first.text)
    except AddressError:
        return
    assert parse_engine_base(second.text).chat_url


@pytest.mark.parametrize(
    ("model", "meant"),
    [
        ("docker_model_runner/ai/smollm2", "ai/smollm2"),
        ("openai/ai/smollm2", "ai/smollm2"),
        ("docker_model_runner/openai/smollm2", "smollm2"),
        ("llama.cpp/llama-3.1", "llama-3.1"),
        ('"ai/smollm2"', "ai/smollm2"),
        ("https://hub.docker.com/r/ai/smollm2", "ai/smollm2"),
        ("https://huggingface.co/org/m-GGUF?x=1", "huggingface.co/org/m-GGUF"),
    ],
)
def test_a_models_name_loses_what_is_not_its_own(model: str, meant: str) -> None:
    mended = mended_model(model)
    assert mended.text == meant
    assert mended.faults


@pytest.mark.parametrize("model", ["smollm2", "ai/smollm2:360M", "hf.co/o/m:Q4_K_M", "sha256:00"])
def test_a_models_name_without_fault_stays_as_it_is(model: str) -> None:
    assert mended_model(model).text == model
    assert mended_model(model).faults == ()
