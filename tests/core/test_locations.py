from pathlib import Path

import pytest

from quayside.app.core.locations import (
    cache_directory,
    config_directory,
    config_file,
    data_directory,
)


def test_xdg_variables_are_followed(tmp_path) -> None:
    environment = {"HOME": "/home/u", "XDG_CONFIG_HOME": str(tmp_path)}
    assert config_directory(environment, "linux") == tmp_path / "quayside"
    assert config_file(environment, "linux") == tmp_path / "quayside" / "config.yaml"


@pytest.mark.parametrize("value", ["", "relative/path"])
def test_an_empty_or_relative_xdg_variable_is_ignored(value) -> None:
    environment = {"HOME": "/home/u", "XDG_CACHE_HOME": value}
    assert cache_directory(environment, "linux") == Path("/home/u/.cache/quayside")


@pytest.mark.parametrize(
    ("platform", "config", "data", "cache"),
    [
        ("linux", ".config", ".local/share", ".cache"),
        ("darwin", ".config", "Library/Application Support", "Library/Caches"),
        ("win32", "AppData/Local", "AppData/Local", "AppData/Local"),
    ],
)
def test_each_platform_has_its_own_folders(platform, config, data, cache) -> None:
    environment = {"HOME": "/home/u"}
    home = Path("/home/u")
    end = "quayside/Cache" if platform == "win32" else "quayside"
    assert config_directory(environment, platform) == home / config / "quayside"
    assert data_directory(environment, platform) == home / data / "quayside"
    assert cache_directory(environment, platform) == home / cache / end


def test_windows_takes_its_own_variables() -> None:
    environment = {"USERPROFILE": "/u", "APPDATA": "/roaming", "LOCALAPPDATA": "/local"}
    assert config_directory(environment, "win32") == Path("/roaming/quayside")
    assert data_directory(environment, "win32") == Path("/local/quayside")


def test_without_any_variable_the_systems_home_is_used() -> None:
    assert Path.home() in data_directory({}, "linux").parents
