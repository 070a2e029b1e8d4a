from pathlib import Path

import pytest

from kit.config_shapes import BASE, DEEP, KEY, entry
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.gateway.lint.model import Finding, finding_to_json
from quayside.app.core.gateway.lint.places import masked_text

CANARY = "sk-canary-0123456789"


def linted(folder: Path, text: str, **environment: str):
    file = folder / "config.yaml"
    file.write_bytes(text.encode())
    return lint(file, environment, in_container=False)


def of(report, rule: str) -> Finding:
    (found,) = [one for one in report.findings if one.rule == rule]
    return found


def test_a_finding_names_the_line_the_column_the_key_and_what_stands_there(tmp_path):
    found = of(linted(tmp_path, DEEP.replace("/v1", "") + KEY), "base-without-v1")
    assert (found.line, found.column) == (5, 7)
    assert found.key == "model_list[0].litellm_params.api_base"
    assert found.seen == BASE.removesuffix("/v1")
    assert finding_to_json(found)["key"] == found.key


def test_within_braces_the_column_is_that_of_the_key(tmp_path):
    text = entry("model: docker_model_runner/m, api_base: 'http://h:1/engines/vllm'") + KEY
    found = of(linted(tmp_path, text), "base-without-v1")
    assert text.split("\n")[2][found.column - 1 :].startswith("api_base:")


@pytest.mark.parametrize("name", ["api_key", "master_key", "aws_secret_access_key"])
def test_what_stands_at_a_key_is_a_mask(tmp_path, name):
    report = linted(tmp_path, DEEP + f"general_settings: {{{name}x: {CANARY}, {name}: {CANARY}}}\n")
    assert CANARY not in repr([finding_to_json(one) for one in report.findings])


def test_the_name_of_a_variable_is_no_secret(tmp_path):
    text = DEEP + "litellm_settings: {master_key: os.environ/KEY}\n"
    assert of(linted(tmp_path, text), "misplaced-master-key").seen == "os.environ/KEY"


def test_a_key_written_as_a_variables_name_is_not_told(tmp_path):
    text = entry(f"model: docker_model_runner/m, api_base: {BASE}, api_key: os.environ/{CANARY}")
    report = linted(tmp_path, text + KEY)
    assert of(report, "unset-variable").seen == "••••"
    assert CANARY not in repr(report.findings)


def test_a_login_in_a_base_is_masked(tmp_path):
    text = entry(f"model: docker_model_runner/m, api_base: 'http://me:{CANARY}@h:1/v1'") + KEY
    report = linted(tmp_path, text)
    assert of(report, "base-unreadable").seen == "'http://••••@h:1/v1'"
    assert CANARY not in repr(report.findings)


@pytest.mark.parametrize(
    "text",
    [
        DEEP + f"general_settings:\n  master_key: '{CANARY}'  # mine\n",
        DEEP.replace("model: d", f"api_key: {CANARY}\n      model: d"),
        f"environment_variables: {{SOME_TOKEN: {CANARY}}}\n" + DEEP,
        DEEP.replace("http://", f"http://me:{CANARY}@"),
        f"general_settings:\n\tmaster_key: {CANARY}\n" + DEEP,
    ],
)
def test_a_file_that_is_passed_on_has_no_key_in_it_and_all_else(text):
    passed = masked_text(Path("config.yaml"), text)
    assert CANARY not in passed
    assert "••••" in passed
    assert passed.count("\n") == text.count("\n")
    assert "model_name: a" in passed


def test_line_ends_of_another_system_are_kept(tmp_path):
    text = DEEP.replace(f"      api_base: {BASE}\n", "") + KEY
    mended = linted(tmp_path, text.replace("\n", "\r\n")).mended
    assert mended == (DEEP + KEY).replace("\n", "\r\n")


def test_an_anchor_that_others_use_is_kept_and_an_alias_is_not_written_over(tmp_path):
    text = DEEP.replace("docker_model_runner/m", "&m ai/m") + (
        f"  - model_name: b\n    litellm_params:\n      model: *m\n      api_base: {BASE}\n" + KEY
    )
    report = linted(tmp_path, text)
    assert report.mended == text.replace("&m ai/m", "&m docker_model_runner/ai/m")
    assert report.mendable


def test_keys_in_the_wrong_place_are_moved_with_their_comments(tmp_path):
    text = DEEP + KEY + "  num_retries: 2  # enough\n  fallbacks:\n    - a:\n        - a  # again\n"
    report = linted(tmp_path, text)
    moved = "  fallbacks:\n    - a:\n        - a  # again\n  num_retries: 2  # enough\n"
    assert report.mended == DEEP + KEY + "router_settings:\n" + moved
    assert report.left == ()


def test_what_is_there_already_is_not_moved_over(tmp_path):
    text = DEEP + KEY + "  num_retries: 2\nrouter_settings:\n  num_retries: 1\n"
    report = linted(tmp_path, text)
    assert of(report, "misplaced-key").edits == ()
    assert report.mended is None


def test_a_key_under_a_misspelt_name_is_masked_too(tmp_path):
    for name, key in (("master_k  ey", "hunter2-hunter2"), ("api_ky", "abc"), ("x", CANARY)):
        text = f"model_list: []\ngeneral_settings:\n  {name}: {key}\n{name}: {key}\n"
        report = linted(tmp_path, text)
        assert [one for one in report.findings if one.rule == "unknown-key"]
        assert key not in repr([finding_to_json(one) for one in report.findings])
