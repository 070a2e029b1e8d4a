from pathlib import Path

import pytest

from quayside.app.core.gateway.config_yaml import Problem, read_config

PASTED = """\
model_list:
-model_name: llama-3.1
litellm_params:
model: docker_model_runner/llama-3.1
api_base: http://localhost:22088/engines/llama.cpp
"""


def problems(folder: Path, text: str, environment: dict[str, str] | None = None) -> list[Problem]:
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    config = read_config(file, environment or {})
    assert all(problem.file == file for problem in config.problems)
    return list(config.problems)


@pytest.mark.parametrize("text", [PASTED, PASTED.replace("-model_name", "model_name")])
def test_lost_indentation_is_one_problem_that_says_so(tmp_path: Path, text: str) -> None:
    [problem] = problems(tmp_path, text)
    assert problem.line == 2
    assert "indentation is lost" in problem.text
    assert "    litellm_params:\n" in problem.cure
    assert str(problem).endswith(f"line 2: {problem.text}")


ENTRY = "model_list:\n  - {entry}\n"


@pytest.mark.parametrize(
    ("text", "line", "words", "cure"),
    [
        ("litellm_settings: {}\n", 0, "no `model_list`", "model_list:"),
        ("modle_list: []\n", 0, "no `model_list`", "model_list:"),
        ("model_list: {a: b}\n", 1, "not a list", "dash"),
        ("model_list: []\nmodel_list: []\n", 2, "second time", "one"),
        (ENTRY.format(entry="text"), 2, "not a mapping", "model_name"),
        (ENTRY.format(entry="litellm_params: {model: a/b}"), 2, "no `model_name`", "model_name"),
        (
            "model_list:\n  -\n    litellm_params: {model: a/b}\n    model_name: 3.1\n",
            4,
            "`model_name: 3.1`, not a text",
            "'3.1'",
        ),
        (ENTRY.format(entry="model_name: a"), 2, "no `litellm_params`", "litellm_params:"),
        (ENTRY.format(entry="{model_name: a, litellm_params: }"), 2, "no `litellm_params`", "api"),
        (ENTRY.format(entry="{model_name: a, litellm_params: {x: 1}}"), 2, "no `model`", "model:"),
        (
            "model_list:\n  - model_name: a\n    params:\n      model: b\n",
            3,
            "docker model gateway",
            "`litellm_params`",
        ),
    ],
)
def test_what_litellm_would_trip_over_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, words: str, cure: str
) -> None:
    problem, *_ = problems(tmp_path, text)
    assert problem.line == line
    assert words in problem.text
    assert cure in problem.cure


def test_a_bad_entry_does_not_hide_the_good_one(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(
        "model_list:\n  - model_name: bad\n"
        "  - model_name: good\n    litellm_params: {model: docker_model_runner/m}\n",
        "utf-8",
    )
    config = read_config(file, {})
    assert [entry.model_name for entry in config.entries] == ["good"]
    assert len(config.problems) == 1


def test_an_unset_variable_is_named_and_the_silent_fallback_too(tmp_path: Path) -> None:
    text = """\
model_list:
  - model_name: a
    litellm_params:
      model: docker_model_runner/m
      api_base: os.environ/BASE/v1
      api_key: os.environ/KEY
"""
    base, key = problems(tmp_path, text, {"BASE": "http://h"})
    assert (base.line, key.line) == (5, 6)
    assert "http://localhost:22088" in base.text
    assert "one variable" in base.cure
    assert key.cure == "export KEY=…"


@pytest.mark.parametrize(
    ("value", "words"), [("''", "empty"), ("1234", "not a text"), ("os.environ/NONE", "empty")]
)
def test_a_master_key_that_is_none_is_a_problem(tmp_path: Path, value: str, words: str) -> None:
    text = f"model_list: []\ngeneral_settings:\n  master_key: {value}\n"
    [none, problem] = problems(tmp_path, text, {"LITELLM_MASTER_KEY": "sk-env"})
    assert none.rule == "no-models"
    assert problem.line == 2
    assert words in problem.text
