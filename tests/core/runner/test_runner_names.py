import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.runner.names import (
    display,
    is_model_id,
    near_names,
    normalise,
    same_model,
    split_tag,
)

DIGEST = "sha256:" + "0123456789ab" + "c" * 52


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("smollm2", "docker.io/ai/smollm2:latest"),
        ("ai/smollm2", "docker.io/ai/smollm2:latest"),
        ("ai/smollm2:latest", "docker.io/ai/smollm2:latest"),
        ("docker.io/ai/smollm2", "docker.io/ai/smollm2:latest"),
        ("index.docker.io/ai/smollm2", "docker.io/ai/smollm2:latest"),
        ("  AI/SmolLM2:360M-Q4_K_M ", "docker.io/ai/smollm2:360M-Q4_K_M"),
        ("myorg/qwen3:x", "docker.io/myorg/qwen3:x"),
        ("hf.co/Org/Model-GGUF:Q4_K_M", "huggingface.co/org/model-gguf:Q4_K_M"),
        ("localhost:5000/ai/smollm2", "localhost:5000/ai/smollm2:latest"),
        ("registry.example.com:5000/m:T", "registry.example.com:5000/m:T"),
        ("localhost/ai/m", "localhost/ai/m:latest"),
        ("index.example.com/ai/m", "index.example.com/ai/m:latest"),
        (DIGEST, DIGEST),
        ("0123456789ab", "0123456789ab"),
        ("", ""),
        ("llama-3.1", "docker.io/ai/llama-3.1:latest"),
    ],
)
def test_normalise_follows_the_runner(name: str, full: str) -> None:
    assert normalise(name) == full


@given(st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9./:-]{0,30}", fullmatch=True))
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise(normalise(name)) == normalise(name)


def test_same_model_compares_what_the_runner_compares() -> None:
    assert same_model("smollm2", "docker.io/ai/smollm2:latest")
    assert same_model("0123456789ab", DIGEST)
    assert same_model(DIGEST, DIGEST.removeprefix("sha256:"))
    assert not same_model("smollm2", "smollm2:360M")
    assert not same_model("ai/smollm2:q4", "ai/smollm2:Q4")
    assert not same_model("", "")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("docker.io/ai/smollm2:latest", "smollm2"),
        ("index.docker.io/ai/smollm2:360M", "smollm2:360M"),
        ("docker.io/myorg/qwen3:x", "myorg/qwen3:x"),
        ("huggingface.co/org/model:Q4", "huggingface.co/org/model:Q4"),
        (DIGEST, "0123456789ab"),
    ],
)
def test_display_is_what_the_docker_list_shows(name: str, short: str) -> None:
    assert display(name) == short
    assert same_model(name, short)


def test_a_port_is_not_a_tag() -> None:
    assert split_tag("localhost:5000/m") == ("localhost:5000/m", "")
    assert split_tag("localhost:5000/m:x") == ("localhost:5000/m", "x")


def test_ids_are_twelve_or_sixty_four_digits() -> None:
    assert is_model_id("0123456789ab")
    assert not is_model_id("0123456789a")
    assert not is_model_id("0123456789AB")


def test_near_names_finds_the_usual_mistakes() -> None:
    known = [
        "docker.io/ai/llama3.1:latest",
        "docker.io/ai/mistral:latest",
        "docker.io/ai/gemma3:4B",
    ]
    assert near_names("llama-3.1", known)[0] == known[0]
    assert near_names("mistral-7b", known)[0] == known[1]
    assert near_names("ai/gemma3", known)[0] == known[2]
    assert near_names("lama3.1", known) == [known[0]]
    assert near_names("whisper", known) == []
    assert near_names("", known) == []


def test_near_names_prefers_the_same_tag_and_namespace() -> None:
    known = ["docker.io/other/smollm2:360M", "docker.io/ai/smollm2:360M-Q4_K_M"]
    assert near_names("ai/smollm2:360M-Q4_0", known)[0] == known[1]
    assert len(near_names("smollm2", known * 3)) == 3
