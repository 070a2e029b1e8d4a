"""Where Quayside keeps things on this machine; folders are named here and made by their users."""

import sys
from collections.abc import Mapping
from pathlib import Path

_APPLICATION = "quayside"


def config_directory(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Holds `config.yaml` and `themes/`: `$XDG_CONFIG_HOME/quayside`, or `%APPDATA%\\quayside`."""
    return _directory(environment, platform, "XDG_CONFIG_HOME", ".config", "APPDATA")


def data_directory(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Holds what is costly to make again, or cannot be: LiteLLM's own environment, sessions."""
    return _directory(environment, platform, "XDG_DATA_HOME", ".local/share", "LOCALAPPDATA")


def sessions_directory(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Holds the sessions that are kept, and nothing else."""
    return data_directory(environment, platform) / "sessions"


def cache_directory(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Holds what can be pulled again: models."""
    base = _directory(environment, platform, "XDG_CACHE_HOME", ".cache", "LOCALAPPDATA")
    return base / "Cache" if _on_windows(platform) else base


def config_file(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    return config_directory(environment, platform) / "config.yaml"


def _directory(
    environment: Mapping[str, str], platform: str, variable: str, below_home: str, windows: str
) -> Path:
    chosen = Path(environment.get(variable, ""))
    # The XDG specification: a relative path is invalid and must be ignored.
    if chosen.is_absolute():
        return chosen / _APPLICATION
    home = _home(environment)
    if platform == "darwin" and variable == "XDG_CACHE_HOME":
        return home / "Library" / "Caches" / _APPLICATION
    if platform == "darwin" and variable == "XDG_DATA_HOME":
        return home / "Library" / "Application Support" / _APPLICATION
    if _on_windows(platform):
        given = environment.get(windows, "")
        return (Path(given) if given else home / "AppData" / "Local") / _APPLICATION
    return home / below_home / _APPLICATION


def _on_windows(platform: str) -> bool:
    return platform.startswith("win")


def _home(environment: Mapping[str, str]) -> Path:
    given = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(given) if given else Path.home()
