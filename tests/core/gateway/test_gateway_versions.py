from pathlib import Path

import pytest

from quayside.app.core.gateway.versions import installed_version, objection


@pytest.mark.parametrize("version", ["1.104.0", "1.106.2", "1.106.2.post1", "1.109.1"])
def test_plain_releases_in_the_known_range_may_run(version: str) -> None:
    assert objection(version, []) == ""


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1.82.7", "compromised"),
        ("1.82.8", "compromised"),
        ("1.107.0", "compromised"),
        ("1.107.0rc2", "compromised"),
        ("1.107.0.post1", "compromised"),
        ("1.108.0rc1", "not a plain release"),
        ("1.108.0.dev3", "not a plain release"),
        ("1.103.9", "older"),
        ("1.82.70", "older"),
        ("1.110.0", "newer"),
        ("2.0.0", "newer"),
        ("", "cannot be told"),
    ],
)
def test_all_others_are_refused_in_words(version: str, words: str) -> None:
    assert words in objection(version, [])


@pytest.mark.parametrize("name", ["litellm_init.pth", "cook.pth", "cook.py"])
def test_a_file_of_the_implants_is_refused_whatever_the_version(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    reason = objection("1.106.2", [tmp_path])
    assert str(tmp_path / name) in reason
    assert "stolen" in reason


def test_the_version_is_read_from_the_name_of_the_metadata_folder(tmp_path: Path) -> None:
    (tmp_path / "litellm_proxy_extras-0.4.108.dist-info").mkdir()
    assert installed_version([tmp_path]) == ""
    (tmp_path / "litellm-1.106.2.dist-info").mkdir()
    assert installed_version([tmp_path / "none", tmp_path]) == "1.106.2"
