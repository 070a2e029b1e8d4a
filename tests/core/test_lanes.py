import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.lanes import Lane, LaneSyntaxError, Path, parse_lane, without_prefix
from quayside.app.core.secret import Secret


def test_a_lane_is_read_with_all_its_parts() -> None:
    lane = parse_lane("sdk:ai/smollm2@http://localhost:12434/engines/vllm?max_tokens=64&seed=1")
    assert lane.path is Path.SDK
    assert lane.model == "ai/smollm2"
    assert lane.base == "http://localhost:12434/engines/vllm"
    assert lane.parameters == {"max_tokens": 64, "seed": 1}


@pytest.mark.parametrize(
    ("text", "path", "model"),
    [
        ("ai/smollm2", None, "ai/smollm2"),
        ("ai/smollm2:360M-Q4_K_M", None, "ai/smollm2:360M-Q4_K_M"),
        ("smollm2:latest", None, "smollm2:latest"),
        ("hf.co/org/model-gguf:Q4_K_M", None, "hf.co/org/model-gguf:Q4_K_M"),
        ("sdk:ai/smollm2:360M", Path.SDK, "ai/smollm2:360M"),
        ("proxy:smollm2", Path.PROXY, "smollm2"),
        ("proxy:", Path.PROXY, ""),
        ("proxy", Path.PROXY, ""),
        ("sdk:docker_model_runner/ai/smollm2", Path.SDK, "ai/smollm2"),
        ("litellm:docker_model_runner/ai/smollm2:1B", Path.LITELLM, "ai/smollm2:1B"),
        ("litellm", Path.LITELLM, ""),
        ("", None, ""),
    ],
)
def test_path_and_model_are_told_apart(text: str, path: Path | None, model: str) -> None:
    lane = parse_lane(text)
    assert (lane.path, lane.model) == (path, model)


def test_a_misspelt_path_is_named() -> None:
    with pytest.raises(LaneSyntaxError, match=r"unknown path 'skd'.*sdk, proxy, litellm"):
        parse_lane("skd:ai/smollm2")


def test_malformed_parameters_are_named() -> None:
    with pytest.raises(LaneSyntaxError, match="max_tokens"):
        parse_lane("sdk:ai/smollm2?max_tokens")


def test_parameters_keep_their_json_types() -> None:
    lane = parse_lane('sdk:m?stop=["a"]&temperature=0.5&stream=false&user=bob')
    assert lane.parameters == {"stop": ["a"], "temperature": 0.5, "stream": False, "user": "bob"}


def test_an_alias_of_a_gateway_keeps_the_provider_prefix() -> None:
    assert parse_lane("proxy:docker_model_runner/ai/m").model == "docker_model_runner/ai/m"
    assert parse_lane("sdk:docker_model_runner/ai/m").model == "ai/m"
    assert parse_lane("docker_model_runner/ai/m").model == "ai/m"


def test_only_the_first_provider_prefix_is_cut_off() -> None:
    assert without_prefix("docker_model_runner/ai/smollm2") == "ai/smollm2"
    assert without_prefix("docker_model_runner/docker_model_runner/x") == "docker_model_runner/x"


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "max_tokens": st.integers(1, 9999),
            "temperature": st.floats(0, 2),
            "stop": st.lists(st.text(max_size=5), max_size=2),
            "cache_prompt": st.booleans(),
            # Halves of characters too, as a paste may hold them.
            "user": st.text(st.characters(exclude_categories=())).map("u{}".format),
        },
    )
)
def test_a_lane_survives_its_own_text_form(parameters: dict[str, object]) -> None:
    lane = Lane(Path.SDK, "ai/smollm2:360M", "http://localhost:12434", Secret("k"), parameters)
    read = parse_lane(lane.text)
    assert read.parameters == parameters
    assert (read.path, read.model, read.base) == (lane.path, lane.model, lane.base)


def test_a_lane_never_shows_its_key() -> None:
    lane = Lane(Path.SDK, "m", "http://h", Secret("sk-canary"))
    assert "canary" not in repr(lane) + lane.text + lane.label
