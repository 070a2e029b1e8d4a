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


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_there_and_back_again_is_the_same_file(case):
    there = convert(FILE, case.whole)
    assert convert(FILE, there.text).text == case.whole


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_faulty_file_breaks_the_conversion(case):
    assert convert(FILE, case.whole).text is not None
