import pytest

from quayside.app.core.settings import SettingsError
from quayside.app.core.settings_loading import load_settings


@pytest.fixture
def write(tmp_path):
    def write(text, mode=0o600):
        file = tmp_path / "config.yaml"
        file.write_text(text)
        file.chmod(mode)
        return file

    return write


def test_every_key_is_read(write, tmp_path) -> None:
    file = write(
        "api_base: http://a\napi_key: k1\nmodel: m\nproxy_base: http://p\nproxy_key: k2\n"
        "litellm_config: litellm.yaml\ntheme: t\nkeymap: {chat.send: ctrl+s}\n"
    )
    settings = load_settings({}, {}, file)
    assert settings.api_key.value.reveal() == "k1"
    assert settings.proxy_key.value.reveal() == "k2"
    assert settings.litellm_config.value == str(tmp_path / "litellm.yaml")
    assert settings.keymap.value == {"chat.send": "ctrl+s"}
    assert settings.keymap.source == str(file)
    assert settings.warnings == ()


@pytest.mark.parametrize("text", ["", "# nothing\n", "theme:\n"])
def test_an_empty_file_leaves_the_defaults(write, text) -> None:
    assert load_settings({}, {}, write(text)).theme.source == "default"


def test_a_missing_file_is_no_error(tmp_path) -> None:
    assert load_settings({}, {}, tmp_path / "none.yaml").model.source == "default"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model: a\nmodle: b\n", "config.yaml:2: unknown key 'modle'; known: api_base"),
        ("model: a\napi_base: 5\n", "config.yaml:2: key 'api_base': input should be a valid"),
        ("keymap:\n  a: b\n  chat.send: [x]\n", "config.yaml:3: key 'keymap.chat.send'"),
        ("keymap: 7\n", "config.yaml:1: key 'keymap'"),
        ("a: 'b\n", "config.yaml:2: not valid YAML"),
        ("- model\n", "config.yaml:1: a mapping such as"),
        ("model: \x07\n", "config.yaml: not valid YAML"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_key(write, text, words) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, write(text))
    assert words in str(caught.value)


def test_a_file_that_is_not_text_is_named(tmp_path) -> None:
    file = tmp_path / "config.yaml"
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(SettingsError, match=r"config\.yaml: cannot be read"):
        load_settings({}, {}, file)


def test_a_wrong_key_value_is_not_repeated(write) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({}, {}, write("api_key: [sk-mine]\n"))
    assert "sk-mine" not in str(caught.value)


def test_keys_that_others_can_read_give_a_warning_with_its_cure(write) -> None:
    file = write("api_key: sk-mine\n", 0o644)
    (warning,) = load_settings({}, {}, file).warnings
    assert f"chmod 600 {file}" in warning
    assert "sk-mine" not in warning


def test_a_readable_file_without_keys_gives_none(write) -> None:
    assert load_settings({}, {}, write("model: m\n", 0o644)).warnings == ()
