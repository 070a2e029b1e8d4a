import subprocess
import sys

import pytest

from quayside.app.core.lanes import LaneText, parse_lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.secret import Secret
from quayside.app.core.settings import Settings
from quayside.app.core.settings_loading import load_settings


def test_defaults_are_litellms_own() -> None:
    settings = load_settings({}, {})
    assert settings.api_base.value == "http://localhost:22088/engines/llama.cpp"
    assert settings.api_key.value == Secret("dummy-key")
    assert settings.model.value == "ai/smollm2"
    assert settings.proxy_base.value == "http://localhost:4000"
    assert not settings.proxy_key.value
    assert {settings.api_base.source, settings.theme.source} == {"default"}


@pytest.fixture
def config(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("api_base: http://file/\nmodel: from/file\n")
    return file


def test_flag_beats_environment_beats_file_beats_default(config) -> None:
    environment = {"QUAYSIDE_BASE": "http://variable", "QUAYSIDE_MODEL": "variable"}
    settings = load_settings({"--base": "http://flag"}, environment, config)
    assert (settings.api_base.value, settings.api_base.source) == ("http://flag", "flag --base")
    assert (settings.model.value, settings.model.source) == (
        "variable",
        "environment QUAYSIDE_MODEL",
    )
    assert load_settings({}, {}, config).model.source == str(config)


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("api_base", "DOCKER_MODEL_RUNNER_API_BASE"),
        ("api_base", "MODEL_RUNNER_HOST"),
        ("api_key", "DOCKER_MODEL_RUNNER_API_KEY"),
        ("proxy_base", "LITELLM_PROXY_API_BASE"),
        ("proxy_key", "LITELLM_PROXY_API_KEY"),
        ("litellm_config", "QUAYSIDE_CONFIG"),
        ("theme", "QUAYSIDE_THEME"),
    ],
)
def test_each_variable_is_read_and_named_as_source(name, variable) -> None:
    setting = getattr(load_settings({}, {variable: "there"}), name)
    assert setting.source == f"environment {variable}"
    assert setting.value in ("there", Secret("there"))


def test_quaysides_own_variable_goes_before_dockers() -> None:
    both = {"DOCKER_MODEL_RUNNER_API_BASE": "http://docker", "QUAYSIDE_BASE": "http://own"}
    assert load_settings({}, both).api_base.value == "http://own"


def test_empty_counts_as_unset() -> None:
    environment = {"QUAYSIDE_BASE": "", "DOCKER_MODEL_RUNNER_API_BASE": " ", "QUAYSIDE_KEY": ""}
    settings = load_settings({"--base": ""}, environment)
    assert settings.api_base.source == "default"
    assert settings.api_key.value.reveal() == "dummy-key"


def test_model_runner_host_follows_its_tls_variable() -> None:
    secure = {"MODEL_RUNNER_HOST": "box:12444", "MODEL_RUNNER_TLS": "true"}
    assert load_settings({}, secure).api_base.value == "https://box:12444"
    plain = {**secure, "MODEL_RUNNER_HOST": "http://box:12434"}
    assert load_settings({}, plain).api_base.value == "http://box:12434"


def test_discovery_fills_only_what_nobody_gave() -> None:
    found = load_settings({"--proxy": "http://mine"}, {}).with_discovered("http://a", "http://b")
    assert (found.api_base.value, found.api_base.source) == ("http://a", "discovery")
    assert found.proxy_base.value == "http://mine"
    assert Settings().with_discovered().api_base.source == "default"


def test_lane_is_filled_from_the_settings() -> None:
    lane = load_settings({"--base": "http://b"}, {"QUAYSIDE_KEY": "k"}).lane()
    assert (lane.path, lane.model, lane.base) == (LanePath.SDK, "ai/smollm2", "http://b")
    assert lane.key == Secret("k")
    assert lane.stream


def test_proxy_lane_takes_the_proxys_base_and_key() -> None:
    settings = load_settings({"--proxy": "http://p"}, {"QUAYSIDE_PROXY_KEY": "pk"})
    lane = settings.lane(LaneText(LanePath.PROXY, "alias"))
    assert (lane.base, lane.model, lane.key) == ("http://p", "alias", Secret("pk"))


def test_litellms_lane_takes_the_engines_key_and_its_base_in_litellms_form() -> None:
    settings = load_settings({"--base": "localhost:12434"}, {"QUAYSIDE_KEY": "engine-key"})
    lane = settings.lane(LaneText(LanePath.LITELLM))
    assert lane.base == "http://localhost:12434/engines/llama.cpp/v1"
    assert lane.key == Secret("engine-key")


def test_the_base_of_litellms_lane_is_left_as_it_was_written() -> None:
    for base in ("localhost:1/engines/vllm", "http://localhost:1/engines/vllm/"):
        assert load_settings({}, {}).lane(parse_lane(f"litellm:m@{base}")).base == base


def test_a_base_that_cannot_be_read_is_given_to_litellm_as_it_is() -> None:
    settings = load_settings({"--base": "ftp://nowhere"}, {})
    assert settings.lane(LaneText(LanePath.LITELLM)).base == "ftp://nowhere"


def test_lane_text_wins_over_the_settings_and_stream_is_the_lanes_own() -> None:
    lane = Settings().lane(parse_lane("sdk:m@http://own:1?max_tokens=8&stream=false"))
    assert (lane.model, lane.base, lane.stream) == ("m", "http://own:1", False)
    assert lane.parameters == {"max_tokens": 8}


def test_litellms_model_prefix_is_cut_off() -> None:
    assert load_settings({"--model": "docker_model_runner/ai/x"}, {}).model.value == "ai/x"


def test_secrets_do_not_show_in_the_settings_repr() -> None:
    settings = load_settings({}, {"QUAYSIDE_KEY": "sk-very", "QUAYSIDE_PROXY_KEY": "sk-secret"})
    assert "sk-" not in repr(settings)


def test_neither_yaml_nor_pydantic_is_imported_without_a_file() -> None:
    code = (
        "import sys; from quayside.app.core.settings_loading import load_settings; "
        "load_settings({}, {}); sys.exit('yaml' in sys.modules or 'pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
