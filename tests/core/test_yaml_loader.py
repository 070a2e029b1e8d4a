from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.given_path import given_path, is_there
from quayside.app.core.settings import SettingsError
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.settings_writer import write_setting
from quayside.app.core.yaml_loader import SafeLoader, quick_loader
from quayside.app.skins import load_skins

MISREAD = (
    "2024-13-45",
    "2001-01-01T99:99:99Z",
    "9" * 5_000,
    "0x_",
    "0b_",
    "!!int x",
    "!!int ''",
    "!!float x",
    "!!timestamp x",
    "!!bool x",
)
NESTED = ("[" * 3_000, "{a: " * 2_000, "? " * 1_000, "- " * 3_000)
TAGS = ("int", "float", "bool", "timestamp", "binary", "null", "set", "omap", "pairs", "map", "seq")


@pytest.fixture(params=[*(f"model: {value}\n" for value in MISREAD), *NESTED])
def file(request, tmp_path):
    written = tmp_path / "config.yaml"
    written.write_text(request.param)
    return written


def test_settings_with_such_a_value_are_refused(file):
    with pytest.raises(SettingsError, match="not valid YAML"):
        load_settings({}, {}, file)
    with pytest.raises(SettingsError, match="not valid YAML"):
        write_setting(file, "theme", "quayside")


def test_a_theme_with_such_a_value_is_told_and_the_others_are_there(file):
    skins = load_skins([file.parent])
    assert [problem.field for problem in skins.problems] == ["file"]
    assert skins.themes


def test_such_a_config_of_litellm_has_a_finding(file):
    (finding,) = lint(file, {}, in_container=False).findings
    assert finding.rule == "yaml"


def test_the_line_is_told_and_the_value_is_not(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("model: a\napi_key: 0x_\n")
    with pytest.raises(SettingsError, match=r"config.yaml:2: .* read as a int and is none") as told:
        load_settings({}, {}, file)
    assert "0x_" not in str(told.value)


@given(st.sampled_from(TAGS), st.text(max_size=12), st.booleans())
def test_a_tag_on_any_text_is_an_error_of_yaml_at_most(tag, text, quick):
    quoted = "'" + text.replace("'", "''") + "'"
    with suppress(yaml.YAMLError, UnicodeError):
        yaml.load(f"a: !!{tag} {quoted}", quick_loader() if quick else SafeLoader)


@given(st.text(max_size=60))
def test_any_text_is_an_error_of_yaml_at_most(text):
    with suppress(yaml.YAMLError):
        yaml.load(text, SafeLoader)


@pytest.mark.parametrize("name", ["a\0b", "\ud83d"])
def test_a_name_that_no_file_can_have_is_not_there(name, tmp_path):
    file = given_path(str(tmp_path / name))
    assert not is_there(file)
    file.write_text("now it is")
    assert is_there(file)


@pytest.mark.parametrize("name", ['"a\\0b"', '"\\ud83d"'])
def test_a_config_of_litellm_that_includes_no_name_says_so(name, tmp_path):
    file = tmp_path / "litellm.yaml"
    file.write_text(f"model_list: []\ninclude: [{name}]\n")
    assert "include" in [one.rule for one in lint(file, {}, in_container=False).findings]
