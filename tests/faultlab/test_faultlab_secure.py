from dataclasses import replace
from pathlib import Path

import pytest

from kit.lab_case import Case, cells
from kit.lab_cases import LAB_CASES
from kit.lab_connection_cases import LOST
from kit.lab_trial import tried

# httpx's own way is used behind TLS: it has words of its own, and lets chunks win over a length.
LENIENT = {"a length and chunks": {"kind": "answer-cut", "but": LOST}}
SECURE = [
    replace(one, certificate="trusted", words="", **LENIENT.get(one.name, {}))
    for one in LAB_CASES
    if not one.elsewhere
]
WAYS_OF_ITS_OWN = ("sdk, streamed", "sdk, whole", "runner's state", "log", "pull")
"""The others read as one of these does."""
CELLS = [
    pytest.param(case, way, id=f"{case.name}-{way}")
    for case, way in cells(SECURE)
    if way in WAYS_OF_ITS_OWN
]


@pytest.mark.parametrize(("case", "way"), CELLS)
async def test_behind_tls_a_fault_is_told_as_it_is_in_the_open(
    case: Case, way: str, certificate: dict[str, Path]
) -> None:
    await tried(case, way, certificate)
