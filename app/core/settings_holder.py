"""The settings in effect while a session lasts: what was changed in it, and how to keep that."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .settings import FROM_DEFAULT, FROM_DISCOVERY, Setting, Settings

FROM_SESSION = "this session"
_CHANGEABLE = ("api_base", "model", "proxy_base")


@dataclass(slots=True)
class SettingsHolder:
    """Holds `settings`, which are replaced whole; `file` is the user's own `config.yaml`."""

    settings: Settings
    file: Path
    _before: dict[str, str] = field(default_factory=dict[str, str])

    def change(self, name: str, value: str) -> None:
        """For this session alone. Raises `KeyError` for a setting that no cure may change."""
        if name not in _CHANGEABLE:
            raise KeyError(name)
        self._before.setdefault(name, self._setting(name).source)
        changed = {name: Setting(value, FROM_SESSION)}
        self.settings = replace(self.settings, **changed)

    def source_of(self, name: str) -> str:
        """Where the setting came from before this session changed it."""
        return self._before.get(name) or self._setting(name).source

    def keeps(self, names: Iterable[str]) -> bool:
        """Whether `file` would have the last word on all of them at the next start."""
        own = {FROM_DEFAULT, FROM_DISCOVERY, str(self.file)}
        return all(self.source_of(name) in own for name in names)

    def keep(self, name: str) -> None:
        """Write the setting as it is now into `file`. Raises `SettingsError` or `OSError`."""
        from .settings_writer import write_setting

        write_setting(self.file, name, self._setting(name).value)
        self._before[name] = str(self.file)

    def _setting(self, name: str) -> Setting[str]:
        found: Setting[str] = getattr(self.settings, name)
        return found
