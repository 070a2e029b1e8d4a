from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 250
KINDS = {".py", ".tcss", ".yaml"}
# Recorded answers of real servers: evidence, not source.
RECORDINGS = ROOT / "tests" / "wire_recordings"


def sources() -> list[Path]:
    found = [
        file
        for folder in ("app", "widgets", "themes", "tests")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in KINDS and RECORDINGS not in file.parents
    ]
    return sorted([*found, *ROOT.glob("*.py")])


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_no_source_is_longer_than_a_reader_can_hold(file) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST


def test_there_are_sources_to_measure() -> None:
    assert len(sources()) > 50
