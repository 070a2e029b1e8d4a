"""The effective settings and where each came from.

First wins: flag, environment, `config.yaml` in the user's config directory,
discovery, default. An empty string counts as unset, as it does for LiteLLM.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Generic, TypeVar, cast

from .lanes import JsonValue, Lane, LaneText, without_prefix
from .lanes import Path as LanePath
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
    warnings: tuple[str, ...] = ()

    def lane(self, text: LaneText | None = None) -> Lane:
        """A complete lane: what `text` leaves out comes from the settings.

        The key goes with the path, also to a base of the lane's own, as it does
        in LiteLLM. A parameter `stream` becomes the lane's own `stream`.
        """
        given = text or LaneText()
        path = given.path or LanePath.SDK
        parameters = dict(given.parameters)
        stream = parameters.pop("stream", True) is not False
        return Lane(
            path=path,
            model=given.model or self.model.value,
            base=given.base or self.base_for(path),
            key=(self.api_key if path.to_engine else self.proxy_key).value,
            parameters=parameters,
            stream=stream,
        )

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


def load_settings(
    flags: Mapping[str, str | None],
    environment: Mapping[str, str],
    config_file: Path | None = None,
) -> Settings:
    """Settle each setting. `flags` maps a flag such as `--base` to its text, None = not given.

    Raises `SettingsError` when `config_file` exists and cannot be used.
    """
    written, warnings = _from_file(config_file)
    keymap = written.get("keymap")

    def settle(name: str, default: str = "") -> Setting[str]:
        for source, text in _offers(name, flags, environment, written, config_file):
            if text:
                return Setting(text, source)
        return Setting(default)

    model = settle("model", DEFAULT_MODEL)
    return Settings(
        api_base=settle("api_base", DEFAULT_BASE),
        api_key=_hidden(settle("api_key", DEFAULT_KEY)),
        model=Setting(without_prefix(model.value), model.source),
        proxy_base=settle("proxy_base", DEFAULT_PROXY),
        proxy_key=_hidden(settle("proxy_key")),
        litellm_config=settle("litellm_config"),
        theme=settle("theme"),
        keymap=Setting(_texts(keymap), str(config_file) if keymap else FROM_DEFAULT),
        warnings=warnings,
    )


_CREDENTIALS = re.compile(r"//[^/@\s]+@")
_FLAGS = {
    "api_base": "--base",
    "model": "--model",
    "proxy_base": "--proxy",
    "litellm_config": "--config",
    "theme": "--theme",
}
_VARIABLES = {
    "api_base": ("QUAYSIDE_BASE", "DOCKER_MODEL_RUNNER_API_BASE", "MODEL_RUNNER_HOST"),
    "api_key": ("QUAYSIDE_KEY", "DOCKER_MODEL_RUNNER_API_KEY"),
    "model": ("QUAYSIDE_MODEL",),
    "proxy_base": ("QUAYSIDE_PROXY", "LITELLM_PROXY_API_BASE"),
    "proxy_key": ("QUAYSIDE_PROXY_KEY", "LITELLM_PROXY_API_KEY"),
    "litellm_config": ("QUAYSIDE_CONFIG",),
    "theme": ("QUAYSIDE_THEME",),
}


def _offers(
    name: str,
    flags: Mapping[str, str | None],
    environment: Mapping[str, str],
    written: Mapping[str, JsonValue],
    config_file: Path | None,
) -> list[tuple[str, str]]:
    offers: list[tuple[str, str]] = []
    if flag := _FLAGS.get(name):
        offers.append((f"flag {flag}", (flags.get(flag) or "").strip()))
    for variable in _VARIABLES[name]:
        read: Callable[[Mapping[str, str], str], str] = (
            _runner_host if variable == "MODEL_RUNNER_HOST" else _variable
        )
        offers.append((f"environment {variable}", read(environment, variable)))
    offers.append((str(config_file), str(written.get(name) or "")))
    return offers


def _variable(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "").strip()


def _runner_host(environment: Mapping[str, str], name: str) -> str:
    """Docker's own variable: its scheme is optional and follows MODEL_RUNNER_TLS."""
    host = _variable(environment, name)
    secure = _variable(environment, "MODEL_RUNNER_TLS").lower() in {"true", "1"}
    return f"https://{host}" if secure and host and "://" not in host else host


def _from_file(config_file: Path | None) -> tuple[Mapping[str, JsonValue], tuple[str, ...]]:
    if config_file is None or not config_file.is_file():
        return {}, ()
    from .settings_file import read_settings_file

    return read_settings_file(config_file)


def _texts(value: JsonValue) -> dict[str, str]:
    return {name: str(keys) for name, keys in value.items()} if isinstance(value, dict) else {}


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, str]", value).items()
        return ", ".join(f"{name}={keys}" for name, keys in pairs)
    return _CREDENTIALS.sub(f"//{MASK}@", str(value))


def _hidden(setting: Setting[str]) -> Setting[Secret]:
    return Setting(Secret(setting.value), setting.source)


def _discovered(setting: Setting[str], found: str) -> Setting[str]:
    untouched = setting.source == FROM_DEFAULT
    return Setting(found, FROM_DISCOVERY) if found and untouched else setting
