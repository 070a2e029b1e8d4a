from pathlib import Path

import pytest

from kit.lab_case import Case, cells
from kit.lab_cases import LAB_CASES
from kit.lab_trial import tried

CELLS = [pytest.param(*cell, id=f"{cell[0].name}-{cell[1]}") for cell in cells(LAB_CASES)]


@pytest.mark.parametrize(("case", "way"), CELLS)
async def test_a_fault_is_told_keeps_the_text_and_leaves_nothing_behind(
    case: Case, way: str, certificate: dict[str, Path]
) -> None:
    await tried(case, way, certificate)
