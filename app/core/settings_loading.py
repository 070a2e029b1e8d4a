"""Settling each setting from what was given.

First wins: flag, environment, `config.yaml` in the user's config directory,
discovery, default. An empty string counts as unset, as it does for LiteLLM.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .lanes import JsonValue, without_prefix
from .profiles import Profiles, read_profiles
from .secret import Secret
from .settings import (
    DEFAULT_BASE,
    DEFAULT_KEY,
    DEFAULT_MODEL,
    DEFAULT_PROXY,
    FROM_DEFAULT,
    Setting,
    Settings,
)
from .written_key import KEY_SETTINGS, settled_key


def load_settings(
    flags: Mapping[str, str | None],
    environment: Mapping[str, str],
    config_file: Path | None = None,
) -> Settings:
    """Settle each setting. `flags` maps a flag such as `--base` to its text, None = not given.

    Raises `SettingsError` when `config_file` exists and cannot be used.
    """
    written, warnings = _with_keys(*_from_file(config_file), environment)
    keymap, lanes = written.get("keymap"), written.get("lanes")
    profiles, missing = read_profiles(written.get("profiles"), environment)
    in_file = str(config_file)

    def settle(name: str, default: str = "") -> Setting[str]:
        for source, text in _offers(name, flags, environment, written, config_file):
            if text:
                return Setting(text, source)
        return Setting(default)

    model = settle("model", DEFAULT_MODEL)
    return Settings(
        api_base=_named(settle("api_base", DEFAULT_BASE), profiles),
        api_key=_hidden(settle("api_key", DEFAULT_KEY)),
        model=Setting(without_prefix(model.value), model.source),
        proxy_base=_named(settle("proxy_base", DEFAULT_PROXY), profiles),
        proxy_key=_hidden(settle("proxy_key")),
        litellm_config=settle("litellm_config"),
        theme=settle("theme"),
        keymap=Setting(_texts(keymap), in_file if keymap else FROM_DEFAULT),
        lanes=Setting(_lanes(lanes), in_file if lanes else FROM_DEFAULT),
        profiles=Setting(profiles, in_file if profiles else FROM_DEFAULT),
        warnings=(*warnings, *missing),
    )


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


def _with_keys(
    written: Mapping[str, JsonValue], warnings: Sequence[str], environment: Mapping[str, str]
) -> tuple[Mapping[str, JsonValue], Sequence[str]]:
    """The file with its keys in place of where they are kept; one that is overruled stays."""
    settled, missing = dict(written), list(warnings)
    for name in KEY_SETTINGS:
        if name in written and not any(_variable(environment, one) for one in _VARIABLES[name]):
            settled[name], problem = settled_key(str(written[name]), environment)
            missing += [f"{name}: {problem}"] * bool(problem)
    return settled, missing


def _named(setting: Setting[str], profiles: Profiles) -> Setting[str]:
    """A profile's base where a setting of ours is its name; Docker's variables hold hosts."""
    profile = profiles.get(setting.value)
    ours = not setting.source.startswith("environment") or "QUAYSIDE_" in setting.source
    if profile is None or not ours:
        return setting
    return Setting(profile.base, f"{setting.source}, profile {profile.name}")


def _lanes(value: JsonValue) -> tuple[str, ...]:
    return tuple(str(text) for text in value) if isinstance(value, list) else ()


def _texts(value: JsonValue) -> dict[str, str]:
    return {name: str(keys) for name, keys in value.items()} if isinstance(value, dict) else {}


def _hidden(setting: Setting[str]) -> Setting[Secret]:
    return Setting(Secret(setting.value), setting.source)
