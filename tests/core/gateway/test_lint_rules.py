from pathlib import Path

import pytest

from kit.config_cases import CASES, GOOD
from kit.config_shapes import BASE, DEEP, KEY, PASTED, Case, entry
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.gateway.lint.model import Report, Severity

SEED_BASE = "http://localhost:22088/engines/llama.cpp"


def linted(folder: Path, text: str, **environment: str) -> Report:
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    return lint(file, environment, in_container=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_is_named_with_its_line_what_litellm_does_and_a_cure(case: Case, tmp_path):
    report = linted(tmp_path, case.whole)
    (found, *_) = [one for one in report.findings if one.rule == case.rule]
    assert found.line == case.line
    assert found.effect
    assert found.cure
    assert report.models == (case.models or ())


@pytest.mark.parametrize("case", [one for one in CASES if one.mended], ids=lambda case: case.name)
def test_what_can_be_mended_is_and_has_that_fault_no_more(case: Case, tmp_path):
    mended = linted(tmp_path, case.whole).mended
    assert mended is not None
    assert case.mended in mended
    again = linted(tmp_path, mended)
    assert case.rule not in [one.rule for one in again.findings if one.rule != "unset-variable"]
    assert again.mended is None


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_a_good_file_has_nothing_to_say(case: Case, tmp_path):
    report = linted(tmp_path, case.whole)
    assert report.findings == ()
    assert report.models == case.models


def test_the_example_that_lost_its_indentation_becomes_a_file_that_works(tmp_path):
    seed = PASTED.replace(BASE, SEED_BASE)
    mended = linted(tmp_path, seed).mended
    assert mended == (
        "model_list:\n"
        "  - model_name: a\n"
        "    litellm_params:\n"
        "      model: docker_model_runner/m\n"
        "      api_base: http://localhost:22088/engines/llama.cpp/v1\n"
    )
    assert linted(tmp_path, mended).models == ("a",)
    (lost,) = [one for one in linted(tmp_path, seed).findings if one.rule == "lost-indentation"]
    assert lost.cure.endswith("      model: docker_model_runner/m\n      api_base: " + SEED_BASE)


def test_several_models_without_indentation_are_told_apart(tmp_path):
    text = PASTED + PASTED.partition("\n")[2].replace(": a", ": b") + KEY
    report = linted(tmp_path, linted(tmp_path, text).mended or "")
    assert report.models == ("a", "b")
    assert report.ok


def test_comments_order_and_quotes_of_the_rest_stay_as_they_were(tmp_path):
    text = (
        "# my models\n"
        "model_list:\n"
        "  - model_name: 'a'   # the first\n"
        "    litellm_params: {model: docker_model_runner/m, "
        'api_base: "http://h:1/engines/vllm"}  # the GPU box\n'
    )
    assert linted(tmp_path, text).mended == text.replace(
        '"http://h:1/engines/vllm"', "http://h:1/engines/vllm/v1"
    )


def test_variables_that_are_set_are_looked_into(tmp_path):
    text = entry("model: docker_model_runner/m, api_base: os.environ/BASE") + KEY
    report = linted(tmp_path, text, BASE="http://h:1/engines/llama.cpp")
    assert [one.rule for one in report.findings] == ["base-without-v1"]
    assert report.mended is None
    assert linted(tmp_path, text, BASE=BASE).findings == ()


def test_a_base_from_the_environment_is_a_base(tmp_path):
    text = DEEP.replace(f"      api_base: {BASE}\n", "") + KEY
    assert linted(tmp_path, text, DOCKER_MODEL_RUNNER_API_BASE=BASE).findings == ()


def test_a_container_may_use_its_own_name_for_the_host(tmp_path):
    text = entry("model: docker_model_runner/m, api_base: 'http://model-runner.docker.internal/v1'")
    file = tmp_path / "config.yaml"
    file.write_text(text + KEY)
    assert lint(file, {}, in_container=True).findings == ()


def test_a_fault_in_an_included_file_is_told_with_that_file(tmp_path):
    (tmp_path / "more.yaml").write_text(DEEP.replace("/v1", "").replace(": a", ": b"))
    report = linted(tmp_path, "include: [more.yaml]\n" + DEEP + KEY)
    assert report.models == ("a", "b")
    (found,) = report.findings
    assert found.file == tmp_path / "more.yaml"
    assert found.where.endswith("more.yaml:5")
    assert report.mended is None


def test_no_key_is_in_any_word(tmp_path):
    key = "sk-canary-0123456789"
    text = DEEP.replace("model: d", f"api_key: {key}\n      model: d").replace("/v1", "")
    said = repr(linted(tmp_path, text + f"litellm_settings: {{master_key: {key}}}\n").findings)
    assert "base-without-v1" in said
    assert key not in said


def test_a_permitted_weak_key_is_no_finding(tmp_path):
    permit = "general_settings: {dangerously_permit_weak_or_unset_master_key: true}\n"
    assert linted(tmp_path, DEEP + permit).findings == ()


def test_a_file_that_is_not_there_is_a_finding(tmp_path):
    (found,) = lint(tmp_path / "gone.yaml", {}).findings
    assert (found.rule, found.severity) == ("file", Severity.ERROR)
