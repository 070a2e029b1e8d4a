from pathlib import Path

import pytest

from kit.config_shapes import DEEP, KEY
from quayside.app.core.gateway.lint.linter import lint
from quayside.app.core.gateway.lint.model import Severity

PUBLIC = DEEP + "general_settings: {master_key: sk-1234}\n"


def found_in(folder: Path, text: str, version: str = "", **environment: str):
    file = folder / "config.yaml"
    file.write_text(text)
    return lint(file, environment, in_container=False, version=version).findings


@pytest.mark.parametrize("text", [DEEP, PUBLIC], ids=["no key", "a public key"])
def test_what_a_weak_key_does_depends_on_the_version(tmp_path, text):
    (new,) = found_in(tmp_path, text, "1.106.2")
    assert new.severity is Severity.ERROR
    assert "1.106.2 refuses to start" in new.effect
    (old,) = found_in(tmp_path, text, "1.81.1")
    assert "answers everyone who reaches it" in old.effect
    (unknown,) = found_in(tmp_path, text)
    assert "since 1.104.0" in unknown.effect


def test_a_version_that_is_none_is_as_good_as_no_version(tmp_path):
    (found,) = found_in(tmp_path, DEEP, "latest")
    assert found.severity is Severity.WARNING


def test_a_key_of_the_environment_counts_and_a_public_one_is_told(tmp_path):
    assert found_in(tmp_path, DEEP, LITELLM_MASTER_KEY="sk-mine") == ()
    (found,) = found_in(tmp_path, DEEP, LITELLM_MASTER_KEY=" sk-1234 ")
    assert (found.rule, found.edits) == ("public-master-key", ())
    assert found.cure.startswith("master_key: os.environ/LITELLM_MASTER_KEY\nexport LITELLM")


def test_the_permission_of_the_environment_counts_too(tmp_path):
    permit = {"LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "True"}
    assert found_in(tmp_path, PUBLIC, **permit) == ()


def test_a_base_of_the_environment_is_judged_as_well(tmp_path):
    text = DEEP.partition("      api_base")[0] + KEY
    base = "http://localhost:12434/engines/llama.cpp"
    (found,) = found_in(tmp_path, text, DOCKER_MODEL_RUNNER_API_BASE=base)
    assert found.rule == "base-inherited"
    assert found.cure == f"export DOCKER_MODEL_RUNNER_API_BASE={base}/v1"


def test_a_parameter_that_is_refused_may_be_dropped(tmp_path):
    text = DEEP.replace("model: d", "thinking: {type: enabled}\n      model: d") + KEY
    assert [one.rule for one in found_in(tmp_path, text)] == ["refused-parameter"]
    assert found_in(tmp_path, text + "litellm_settings: {drop_params: true}\n") == ()


def test_the_module_s_fallbacks_do_not_count_beside_the_router_s(tmp_path):
    text = DEEP + KEY + "litellm_settings: {fallbacks: x}\n"
    assert [one.rule for one in found_in(tmp_path, text)] == ["fallback-shape"]
    assert found_in(tmp_path, text + "router_settings: {fallbacks: [{a: [a]}]}\n") == ()


@pytest.mark.parametrize("content", ["é".encode("latin-1"), "model_list:".encode("utf-16")])
def test_a_file_in_another_encoding_stops_litellm(tmp_path, content):
    file = tmp_path / "config.yaml"
    file.write_bytes(b"# first\n" + content)
    (found,) = lint(file, {}).findings
    assert (found.rule, found.line, found.stops) == ("encoding", 2, True)
