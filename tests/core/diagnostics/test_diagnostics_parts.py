import pytest

from quayside.app.core.diagnostics.checks import (
    ENGINE_CHECKS,
    ENVIRONMENT_CHECKS,
    GENERAL_CHECKS,
    LITELLM_CHECKS,
    PROXY_CHECKS,
)
from quayside.app.core.diagnostics.parts import Part, part_of


@pytest.mark.parametrize(
    ("checks", "parts"),
    [
        ([*GENERAL_CHECKS, *ENVIRONMENT_CHECKS], {Part.MACHINE}),
        (ENGINE_CHECKS, {Part.ENGINE, Part.LITELLM}),
        (LITELLM_CHECKS, {Part.LITELLM}),
        (PROXY_CHECKS, {Part.PROXY}),
    ],
)
def test_every_check_belongs_to_the_part_that_it_looks_at(checks, parts):
    assert {part_of(check.name) for check in checks} == parts
