import pytest

from quayside.app.core.lanes import LaneText, Path, parse_lane
from quayside.app.core.settings import SettingsError
from quayside.app.core.settings_loading import load_settings

TWO = """\
model: ai/usual
api_key: mine
profiles:
  gpu-box:
    base: http://localhost:22434/engines/vllm
    model: ai/qwen3
    key: os.environ/GPU_BOX_KEY
  cluster: {path: proxy, base: "http://gateway:4000", key: sk-cluster}
  open-one: {base: "http://open:8000/v1"}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(TWO)
    path.chmod(0o600)
    return path


def lane(settings, text):
    given = settings.lane(parse_lane(text))
    return given.path, given.model, given.base, given.key.reveal()


def test_behind_the_at_of_a_lane_a_profile_gives_base_model_path_and_key(file):
    settings = load_settings({}, {"GPU_BOX_KEY": "k-gpu"}, file)
    vllm = "http://localhost:22434/engines/vllm"
    assert lane(settings, "@gpu-box") == (Path.SDK, "ai/qwen3", vllm, "k-gpu")
    assert lane(settings, "litellm:ai/x@gpu-box") == (Path.LITELLM, "ai/x", vllm, "k-gpu")
    assert lane(settings, "@cluster") == (
        Path.PROXY,
        "ai/usual",
        "http://gateway:4000",
        "sk-cluster",
    )


def test_a_key_goes_to_its_own_server_however_its_base_is_written_and_no_other_goes_there(file):
    settings = load_settings({}, {"GPU_BOX_KEY": "k-gpu"}, file)
    assert lane(settings, "m@http://127.0.0.1:22434/engines/vllm/v1/")[3] == "k-gpu"
    assert lane(settings, "m@http://open:8000")[3] == ""
    assert lane(settings, "m@http://elsewhere:1/engines/vllm")[3] == "mine"


def test_of_two_profiles_of_one_server_the_one_of_the_engine_is_taken(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(
        "profiles:\n"
        "  a: {base: 'http://box:12434/engines/llama.cpp', model: ai/a}\n"
        "  b: {base: 'http://box:12434/engines/vllm', model: ai/b}\n"
    )
    settings = load_settings({}, {}, file)
    assert lane(settings, "@http://box:12434/engines/vllm/v1")[1] == "ai/b"


@pytest.mark.parametrize(
    ("flags", "environment"), [({"--base": "gpu-box"}, {}), ({}, {"QUAYSIDE_BASE": "gpu-box"})]
)
def test_a_profile_can_be_the_base_of_all_lanes(file, flags, environment):
    settings = load_settings(flags, {**environment, "GPU_BOX_KEY": "k-gpu"}, file)
    assert settings.api_base.value == "http://localhost:22434/engines/vllm"
    assert settings.api_base.source.endswith(", profile gpu-box")
    assert settings.lane(LaneText()).key.reveal() == "k-gpu"


def test_dockers_own_variable_holds_a_host_and_no_profile(file):
    settings = load_settings({}, {"MODEL_RUNNER_HOST": "gpu-box"}, file)
    assert settings.api_base.value == "gpu-box"


def test_a_model_on_the_command_line_wins_over_the_profiles(file):
    settings = load_settings({"--model": "ai/asked"}, {}, file)
    assert lane(settings, "@gpu-box")[1] == "ai/asked"


def test_a_key_in_a_variable_that_is_not_set_is_said_and_the_profile_stays(file):
    settings = load_settings({}, {}, file)
    assert settings.warnings == ("profile gpu-box: its key is in GPU_BOX_KEY, which is not set",)
    assert lane(settings, "@gpu-box")[3] == ""


def test_a_written_key_that_others_can_read_gives_a_warning_and_a_variable_none(file):
    file.chmod(0o644)
    (first, *_) = load_settings({}, {"GPU_BOX_KEY": "k"}, file).warnings
    assert "a key of profile cluster" in first
    assert "gpu-box" not in first


def test_profiles_are_shown_without_their_keys(file):
    settings = load_settings({}, {"GPU_BOX_KEY": "k-gpu"}, file)
    (shown,) = [value for name, value, _ in settings.rows() if name == "profiles"]
    assert "gpu-box=sdk:ai/qwen3@http://localhost:22434/engines/vllm" in shown
    assert "k-gpu" not in shown
    assert "sk-cluster" not in shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("profiles: {a: {}}", "config.yaml:1: key 'profiles.a.base': field required"),
        ("profiles:\n  a b: {base: 'http://h'}", "config.yaml:2: key 'profiles.a b': 'a b' is no"),
        ("profiles:\n  a:\n    base: 'ftp://h'", "config.yaml:3: key 'profiles.a.base': "),
        ("profiles:\n  a: {bas: x}", "known: base, path, model, key"),
        ("profiles:\n  a: {base: 'http://h', path: straight}", "config.yaml:2: key 'profiles.a."),
        ("lanes: ['ssh:ai/x@http://h', ok]\n", "unknown path 'ssh'"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_with_file_line_and_key(tmp_path, text, words):
    file = tmp_path / "config.yaml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, file)
    assert words in str(caught.value)
