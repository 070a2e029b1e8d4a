from pathlib import Path

import pytest

from kit.gallery import gallery
from kit.pictures import PICTURES, REDRAW

GALLERY = gallery()


@pytest.mark.parametrize("file", GALLERY, ids=lambda file: file.stem)
async def test_the_program_still_looks_like_its_picture(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("NO_COLOR", raising=False)
    drawn = await GALLERY[file]()
    # Not compared in the assertion: its report of two pictures is a megabyte long.
    same = drawn == kept_text(file)
    assert same, told(drawn, file, tmp_path)


def kept_text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def told(drawn: str, file: Path, directory: Path) -> str:
    now = directory / file.name
    now.write_text(drawn, encoding="utf-8")
    return f"compare {file} with {now}; if the new look is right: {REDRAW}"


def test_no_picture_is_left_over():
    assert set(PICTURES.iterdir()) <= set(GALLERY)
