"""The effective settings, and where each came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Generic, TypeVar, cast

from .lanes import Lane, LaneText
from .lanes import Path as LanePath
from .profiles import Profile, Profiles, profile_at
from .secret import MASK, Secret
from .wire.address import litellm_base

DEFAULT_BASE = "http://localhost:22088/engines/llama.cpp"
"""LiteLLM's own default base for `docker_model_runner/`."""
DEFAULT_KEY = "dummy-key"
DEFAULT_MODEL = "ai/smollm2"
DEFAULT_PROXY = "http://localhost:4000"
FROM_DEFAULT = "default"
FROM_DISCOVERY = "discovery"
FROM_DEMO = "demo"

Value = TypeVar("Value", covariant=True)


class SettingsError(ValueError):
    """A settings file that cannot be used; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Setting(Generic[Value]):
    """A value and its source, such as `flag --base` or `environment QUAYSIDE_BASE`."""

    value: Value
    source: str = FROM_DEFAULT


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program works with; bases are in the form that the user gave."""

    api_base: Setting[str] = field(default_factory=lambda: Setting(DEFAULT_BASE))
    api_key: Setting[Secret] = field(default_factory=lambda: Setting(Secret(DEFAULT_KEY)))
    model: Setting[str] = field(default_factory=lambda: Setting(DEFAULT_MODEL))
    proxy_base: Setting[str] = field(default_factory=lambda: Setting(DEFAULT_PROXY))
    proxy_key: Setting[Secret] = field(default_factory=lambda: Setting(Secret()))
    litellm_config: Setting[str] = field(default_factory=lambda: Setting(""))
    """A LiteLLM `config.yaml`; empty when none is used."""
    theme: Setting[str] = field(default_factory=lambda: Setting(""))
    keymap: Setting[Mapping[str, str]] = field(default_factory=lambda: Setting(dict[str, str]()))
    """Binding id to keys, as Textual's `App.set_keymap` takes it."""
    lanes: Setting[tuple[str, ...]] = field(default_factory=lambda: Setting(()))
    """The lanes that the workbench opens with, in their text form."""
    profiles: Setting[Profiles] = field(default_factory=lambda: Setting(dict[str, Profile]()))
    """Further runners and gateways, by the names that stand behind the `@` of a lane."""
    warnings: tuple[str, ...] = ()

    def lane(self, text: LaneText | None = None) -> Lane:
        """A complete lane: what `text` leaves out comes from its profile, then the settings.

        A profile's key goes to its server alone, and no other key goes there. Elsewhere the
        key goes with the path, also to a base of the lane's own, as it does in LiteLLM.
        A parameter `stream` becomes the lane's own `stream`.
        """
        given = self.expanded(text or LaneText())
        path = given.path or LanePath.SDK
        base = given.base or self.base_for(path)
        profile = profile_at(self.profiles.value.values(), base)
        key = (self.api_key if path.to_engine else self.proxy_key).value
        parameters = dict(given.parameters)
        stream = parameters.pop("stream", True) is not False
        return Lane(
            path=path,
            model=given.model or self._model_at(profile),
            base=base,
            key=profile.key if profile else key,
            parameters=parameters,
            stream=stream,
        )

    def expanded(self, given: LaneText) -> LaneText:
        """`given` with what its profile says, where its base is the name of one."""
        profile = self.profiles.value.get(given.base)
        if profile is None:
            return given
        if self.model.source.startswith("flag"):
            given = replace(given, model=given.model or self.model.value)
        return profile.completed(given)

    def _model_at(self, profile: Profile | None) -> str:
        untouched = self.model.source == FROM_DEFAULT
        return (profile.model if profile and untouched else "") or self.model.value

    def base_for(self, path: LanePath) -> str:
        """The base of a lane that names none; for LiteLLM itself in the form that it needs."""
        base = (self.api_base if path.to_engine else self.proxy_base).value
        return litellm_base(base) if path is LanePath.LITELLM else base

    def base_source(self, path: LanePath) -> str:
        """Where the base of a lane that names none comes from."""
        return (self.api_base if path.to_engine else self.proxy_base).source

    def rows(self) -> list[tuple[str, str, str]]:
        """Name, value and source of each setting, for people; keys are masked."""
        named = [(one.name, getattr(self, one.name)) for one in fields(self)]
        settings = [
            (name, cast("Setting[object]", one)) for name, one in named if isinstance(one, Setting)
        ]
        return [(name, _shown(one.value), one.source) for name, one in settings]

    def with_discovered(self, api_base: str = "", proxy_base: str = "") -> "Settings":
        """These settings with bases found on this machine where nobody had given any."""
        return replace(
            self,
            api_base=_discovered(self.api_base, api_base),
            proxy_base=_discovered(self.proxy_base, proxy_base),
        )


_CREDENTIALS = re.compile(r"//[^/@\s]+@")


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, object]", value).items()
        value = ", ".join(f"{name}={one}" for name, one in pairs)
    elif isinstance(value, tuple):
        value = ", ".join(cast("tuple[str, ...]", value))
    return _CREDENTIALS.sub(f"//{MASK}@", str(value))


def _discovered(setting: Setting[str], found: str) -> Setting[str]:
    untouched = setting.source == FROM_DEFAULT
    return Setting(found, FROM_DISCOVERY) if found and untouched else setting
