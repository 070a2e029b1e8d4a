"""Reads and writes LiteLLM's `config.yaml`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ..lanes import Lane
from ..secret import Secret
from .config_model import ConfigError, GatewayConfig, ModelEntry, Problem

__all__ = [
    "ConfigError",
    "GatewayConfig",
    "ModelEntry",
    "Problem",
    "lanes_of",
    "read_config",
    "write_config",
]


def read_config(path: Path, environment: Mapping[str, str]) -> GatewayConfig:
    """Read a configuration with its includes.

    Raises `ConfigError` when a file is missing, unreadable or not YAML.
    """
    raise NotImplementedError


def lanes_of(
    config: GatewayConfig, proxy_base: str, proxy_key: Secret, models: Sequence[str] = ()
) -> list[tuple[Lane, Lane]]:
    """The `sdk` and the `proxy` lane of each Docker Model Runner deployment.

    A wildcard deployment gives a pair for each of `models`, names as the runner knows them.
    """
    raise NotImplementedError


def write_config(entries: Sequence[ModelEntry]) -> str:
    """The text of a `config.yaml` that makes a proxy honest: no retries, no cooldowns.

    The master key stays out of it: LiteLLM takes it from `LITELLM_MASTER_KEY`.
    """
    raise NotImplementedError
