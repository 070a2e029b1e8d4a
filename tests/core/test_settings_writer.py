import pytest

from quayside.app.core.settings import FROM_DEFAULT, Setting, Settings, SettingsError
from quayside.app.core.settings_holder import FROM_SESSION, SettingsHolder
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.settings_writer import write_setting

NEW = "http://localhost:12434/engines/llama.cpp"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f'api_base: "{NEW}"\n'),
        ("# mine\ntheme: t", f'# mine\ntheme: t\napi_base: "{NEW}"\n'),
        ("api_base: http://old  # why\ntheme: t\n", f'api_base: "{NEW}"  # why\ntheme: t\n'),
        ("theme: t\napi_base:\n", f'theme: t\napi_base: "{NEW}"\n'),
        ("api_base: 'http://old'\r\ntheme: t\r\n", f'api_base: "{NEW}"\r\ntheme: t\r\n'),
        ("keymap: {view.jump: f5}\n", f'keymap: {{view.jump: f5}}\napi_base: "{NEW}"\n'),
    ],
)
def test_one_setting_is_written_and_all_else_is_left_as_it_is(before, after, tmp_path) -> None:
    file = tmp_path / "config.yaml"
    if before:
        file.write_bytes(before.encode())
    write_setting(file, "api_base", NEW)
    assert file.read_bytes().decode() == after
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "before",
    [
        "{theme: t}\n",
        "- a\n",
        "theme: [\n",
        "unknown: x\n",
        "theme: t\n...\n",
        "theme: &a t\nmodel: *a\n",
        "model: |\n  old\ntheme: t\n",
    ],
)
def test_a_file_that_would_say_more_or_less_afterwards_is_left_alone(before, tmp_path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(before)
    with pytest.raises(SettingsError, match=r"config\.yaml"):
        write_setting(file, "model", "ai/qwen3")
    assert file.read_text() == before


def test_a_value_with_yamls_own_marks_comes_back_as_it_was(tmp_path) -> None:
    file = tmp_path / "config.yaml"
    for value in ("a: b # c", 'say "hi"\\', "\u2028\u00e9", "yes", "- x"):
        write_setting(file, "model", value)
        assert load_settings({}, {}, file).model.value == value


def test_a_change_of_the_session_is_kept_where_the_file_has_the_last_word(tmp_path) -> None:
    file = tmp_path / "made" / "config.yaml"
    holder = SettingsHolder(Settings(), file)
    holder.change("model", "ai/qwen3")
    assert holder.settings.model == Setting("ai/qwen3", FROM_SESSION)
    assert holder.source_of("model") == FROM_DEFAULT
    assert holder.keeps(["model"])
    holder.keep("model")
    assert file.read_text() == 'model: "ai/qwen3"\n'
    assert holder.source_of("model") == str(file)


@pytest.mark.parametrize("source", ["flag --model", "environment QUAYSIDE_MODEL"])
def test_the_file_has_not_the_last_word_over_flags_and_the_environment(source, tmp_path) -> None:
    settings = Settings(model=Setting("m", source))
    holder = SettingsHolder(settings, tmp_path / "config.yaml")
    holder.change("model", "n")
    holder.change("model", "o")
    assert holder.source_of("model") == source
    assert not holder.keeps(["api_base", "model"])


def test_a_key_is_never_changed_by_a_cure(tmp_path) -> None:
    with pytest.raises(KeyError):
        SettingsHolder(Settings(), tmp_path / "c").change("api_key", "sk")
