from pathlib import Path

import pytest

from quayside.app.core.gateway.config_yaml import (
    ConfigError,
    ModelEntry,
    read_config,
    write_config,
)
from quayside.app.core.secret import Secret

PAGE = """\
model_list:
  - model_name: llama-3.1
    litellm_params:
      model: docker_model_runner/llama-3.1
      api_base: http://localhost:22088/engines/llama.cpp
"""


def written(folder: Path, text: str, name: str = "config.yaml") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_the_example_of_the_providers_page_is_read(tmp_path: Path) -> None:
    file = written(tmp_path, PAGE)
    config = read_config(file, {})
    assert config.entries == (
        ModelEntry(
            "llama-3.1",
            "docker_model_runner/llama-3.1",
            "http://localhost:22088/engines/llama.cpp",
            file=file,
            line=2,
        ),
    )
    assert config.master_key is None
    assert config.problems == ()


def test_environment_variables_replace_whole_values_anywhere_but_in_a_list(
    tmp_path: Path,
) -> None:
    text = """\
model_list:
  - model_name: a
    litellm_params:
      model: os.environ/MODEL
      api_base: os.environ/BASE
      api_key: os.environ/KEY
      extra_body: {user_id: os.environ/WHO, list: [os.environ/WHO, 1, null, 2026-01-02]}
"""
    environment = {"MODEL": "docker_model_runner/m", "BASE": "http://h", "KEY": "k", "WHO": "me"}
    [entry] = read_config(written(tmp_path, text), environment).entries
    assert entry.provider_model == "docker_model_runner/m"
    assert entry.api_base == "http://h"
    assert entry.api_key == Secret("k")
    listed = ["os.environ/WHO", 1, None, "2026-01-02"]
    assert entry.params == {"extra_body": {"user_id": "me", "list": listed}}


def test_variables_of_the_file_are_set_after_its_values_were_read(tmp_path: Path) -> None:
    text = (
        PAGE.replace("http://localhost:22088/engines/llama.cpp", "os.environ/BASE")
        + "environment_variables:\n  BASE: os.environ/OUTER\n  PATH: /evil\n  NUMBER: 3\n"
        + "  MISSING: os.environ/NOWHERE\n"
    )
    config = read_config(written(tmp_path, text), {"OUTER": "http://o", "PATH": "/bin"})
    assert config.entries[0].api_base == ""
    assert "sets BASE after the values were read" in config.problems[0].text
    assert config.environment == {
        "OUTER": "http://o",
        "PATH": "/bin",
        "BASE": "http://o",
        "NUMBER": "3",
        "MISSING": "None",
    }


def test_a_key_that_the_file_sets_itself_counts_only_beside_general_settings(
    tmp_path: Path,
) -> None:
    text = PAGE + "environment_variables: {LITELLM_MASTER_KEY: sk-own}\n"
    assert read_config(written(tmp_path, text), {}).master_key is None
    beside = text + "general_settings: {always_include_stream_usage: false}\n"
    assert read_config(written(tmp_path, beside), {}).master_key == Secret("sk-own")


def test_a_model_name_may_come_from_a_variable(tmp_path: Path) -> None:
    text = PAGE.replace("model_name: llama-3.1", "model_name: os.environ/NAME")
    assert text != PAGE
    [entry] = read_config(written(tmp_path, text), {"NAME": "n"}).entries
    assert entry.model_name == "n"
    assert read_config(written(tmp_path, text), {}).problems[0].rule == "model-name"


def test_a_variable_that_holds_true_is_no_text_any_more(tmp_path: Path) -> None:
    text = PAGE + "general_settings: {master_key: os.environ/KEY}\n"
    assert read_config(written(tmp_path, text), {"KEY": " True "}).master_key is None


def test_anchors_that_refer_to_themselves_come_to_an_end(tmp_path: Path) -> None:
    looped = "&x {a: *x, b: *x, c: [{d: *x}, {e: *x}]}"
    text = PAGE.replace("model: d", f"extra_body: {looped}\n      model: d")
    [entry] = read_config(written(tmp_path, text), {}).entries
    assert entry.params["extra_body"] == {"a": None, "b": None, "c": [{"d": None}, {"e": None}]}


def test_includes_append_lists_and_override_the_rest(tmp_path: Path) -> None:
    root = written(
        tmp_path,
        "include: [sub/one.yaml]\n" + PAGE + "router_settings: {num_retries: 5}\n",
    )
    one = written(
        tmp_path,
        "include: [two.yaml, beside_root.yaml, ../config.yaml]\n"
        "router_settings: {num_retries: 1}\n" + PAGE.replace("llama-3.1", "one"),
        "sub/one.yaml",
    )
    two = written(tmp_path, "\n" + PAGE.replace("llama-3.1", "two"), "sub/two.yaml")
    beside = written(tmp_path, PAGE.replace("llama-3.1", "three"), "beside_root.yaml")
    config = read_config(root, {})
    assert [(entry.model_name, entry.file, entry.line) for entry in config.entries] == [
        ("llama-3.1", root, 3),
        ("one", one, 4),
        ("two", two, 3),
        ("three", beside, 2),
    ]
    assert config.router_settings == {"num_retries": 1}


def test_deployments_of_one_alias_and_wildcards_stay_apart(tmp_path: Path) -> None:
    text = PAGE + PAGE.split("\n", 1)[1].replace("22088", "22089")
    text += "  - model_name: docker_model_runner/*\n    litellm_params:\n"
    text += "      model: '*'\n      custom_llm_provider: docker_model_runner\n"
    config = read_config(written(tmp_path, text), {})
    assert [(entry.model_name, entry.line, entry.wildcard) for entry in config.entries] == [
        ("llama-3.1", 2, False),
        ("llama-3.1", 6, False),
        ("docker_model_runner/*", 10, True),
    ]
    assert config.entries[2].provider_model == "docker_model_runner/*"
    assert config.entries[2].for_docker_model_runner


@pytest.mark.parametrize(
    ("settings", "environment", "key"),
    [
        ("", {}, None),
        ("", {"LITELLM_MASTER_KEY": "sk-env"}, "sk-env"),
        ("general_settings: {master_key: sk-file}", {"LITELLM_MASTER_KEY": "sk-env"}, "sk-file"),
        ("general_settings: {master_key: os.environ/MINE}", {"MINE": "sk-mine"}, "sk-mine"),
    ],
)
def test_the_master_key_is_the_files_or_else_the_environments(
    tmp_path: Path, settings: str, environment: dict[str, str], key: str | None
) -> None:
    config = read_config(written(tmp_path, PAGE + settings), environment)
    assert config.master_key == (Secret(key) if key else None)
    assert config.problems == ()


def test_no_secret_shows_in_the_representation(tmp_path: Path) -> None:
    text = PAGE + "general_settings: {master_key: sk-hidden}\n"
    text += "environment_variables: {SOME_TOKEN: hidden-too}\n"
    shown = repr(read_config(written(tmp_path, text), {"OTHER_TOKEN": "hidden-three"}))
    assert "hidden" not in shown


@pytest.mark.parametrize(
    ("text", "line", "words", "cure"),
    [
        ("model_list:\n\t- model_name: a\n", 2, "not valid YAML", "tabs"),
        ("model_list:\n- model_name: a\nlitellm_params:\n  - b: c\n d", 5, "YAML", "indentation"),
        ("", 0, "empty", "model_list"),
        ("- model_name: a\n", 1, "not a mapping", "model_list"),
        ("a: 1\ninclude: models.yaml\n", 2, "must be a list", "include:\n  - models.yaml"),
        ("a: 1\ninclude:\n  - gone.yaml\n", 2, "gone.yaml", "relative"),
        ("a: &a [*a]\nb: *c\n", 2, "YAML", "indentation"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_and_why(
    tmp_path: Path, text: str, line: int, words: str, cure: str
) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(file, {})
    assert (caught.value.file, caught.value.line) == (file, line)
    assert words in caught.value.text
    assert cure in caught.value.cure
    assert str(file) in str(caught.value)


def test_a_missing_file_and_a_broken_encoding_are_errors_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_config(tmp_path / "none.yaml", {})
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"model_list: \xff\xfe\xff")
    with pytest.raises(ConfigError, match="line 1: it is not written in UTF-8"):
        read_config(file, {})


def test_what_is_written_can_be_read_back_and_holds_no_master_key(tmp_path: Path) -> None:
    entry = ModelEntry(
        "smollm2",
        "docker_model_runner/ai/smollm2",
        "http://127.0.0.1:22088/engines/llama.cpp/v1",
        Secret("engine-key"),
        {"temperature": 0},
    )
    text = write_config([entry, ModelEntry("plain", "docker_model_runner/plain")])
    config = read_config(written(tmp_path, text), {"LITELLM_MASTER_KEY": "sk-generated"})
    again, plain = config.entries
    assert (again.model_name, again.provider_model, again.api_base, again.api_key) == (
        entry.model_name,
        entry.provider_model,
        entry.api_base,
        entry.api_key,
    )
    assert again.params == entry.params
    assert plain.api_base == ""
    assert config.master_key == Secret("sk-generated")
    assert config.router_settings == {"num_retries": 0, "disable_cooldowns": True}
    assert config.general_settings["always_include_stream_usage"] is False
    assert "sk-" not in text
    assert config.problems == ()
