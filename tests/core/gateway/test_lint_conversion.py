from pathlib import Path

import pytest

from kit.config_cases import CASES, GOOD
from kit.config_shapes import BASE, DEEP
from quayside.app.core.gateway.lint.conversion import Flavour, convert, flavour_of

FILE = Path("config.yaml")
GATEWAY = f"""\
# served by Docker
model_list:
  - model_name: a
    params:
      model: docker_model_runner/ai/smollm2
      api_base: {BASE}
      api_key: ${{KEY}}
general_settings:
  master_key: os.environ/MASTER
"""


def test_files_are_told_apart_by_what_their_entries_hold():
    assert flavour_of(FILE, GATEWAY) is Flavour.GATEWAY
    assert flavour_of(FILE, DEEP) is Flavour.LITELLM
    assert flavour_of(FILE, "") is Flavour.LITELLM


def test_the_gateways_file_becomes_litellms_with_its_variables():
    found = convert(FILE, GATEWAY)
    assert found.to is Flavour.LITELLM
    assert found.text == GATEWAY.replace(" params:", " litellm_params:").replace(
        "${KEY}", "os.environ/KEY"
    )
    assert found.notes == ()


def test_litellms_file_becomes_the_gateways_and_what_stays_behind_is_said():
    found = convert(FILE, DEEP + "router_settings: {num_retries: 0}\n")
    assert found.to is Flavour.GATEWAY
    assert "    params:\n" in found.text
    assert found.notes == ("`router_settings` means nothing to the gateway",)


def test_a_variable_in_a_part_of_a_value_cannot_come_along():
    found = convert(FILE, GATEWAY.replace("${KEY}", "sk-${KEY}"))
    assert found.notes == ("line 7: LiteLLM puts no variable into a part of a value",)


def test_retries_and_fallbacks_stand_where_each_program_looks_for_them():
    fallbacks = "  fallbacks:\n    - a: [b]  # the small one\n"
    there = convert(FILE, GATEWAY + "  num_retries: 2\n" + fallbacks)
    moved = fallbacks + "  num_retries: 2\n"
    assert there.text.endswith(f"master_key: os.environ/MASTER\nrouter_settings:\n{moved}")
    back = convert(FILE, there.text)
    assert f"general_settings:\n{moved}  master_key:" in back.text
    assert back.notes == ()


def test_the_gateways_own_base_is_named_for_litellm_which_has_another():
    found = convert(FILE, GATEWAY.replace(f"      api_base: {BASE}\n", ""))
    assert f"smollm2\n      api_base: {BASE}\n      api_key" in found.text


def test_what_only_litellm_knows_of_a_model_is_said_with_its_line():
    text = DEEP.replace("model: d", "temperature: 0\n      model: d").replace(
        "runner/m", "runner/*"
    )
    assert convert(FILE, text).notes == (
        "line 4: `temperature` means nothing to the gateway",
        "line 5: the gateway knows no wildcards: name each model",
    )


def test_a_model_without_a_provider_would_go_to_openai():
    text = DEEP.replace("docker_model_runner/m", "m")
    assert convert(FILE, text).notes == (
        "line 4: the gateway sends a model without a provider to OpenAI",
    )


def test_numbers_of_variables_become_texts_and_the_other_name_of_a_base_is_changed():
    text = DEEP.replace("api_base", "base_url") + "environment_variables: {PORT: 3, NAME: x}\n"
    found = convert(FILE, text)
    assert f"      api_base: {BASE}\n" in found.text
    assert found.text.endswith("environment_variables: {PORT: '3', NAME: x}\n")


@pytest.mark.parametrize("case", GOOD[:-1], ids=lambda case: case.name)
def test_there_and_back_again_is_the_same_file(case):
    there = convert(FILE, case.whole)
    assert convert(FILE, there.text).text == case.whole


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_faulty_file_breaks_the_conversion(case):
    assert convert(FILE, case.whole).text is not None
