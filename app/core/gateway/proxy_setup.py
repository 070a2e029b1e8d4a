"""Everything a LiteLLM Proxy is started with: port, key, configuration, environment."""

import os
import secrets
import socket
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..failures import Failure
from ..secret import Secret
from .config_model import ConfigError, GatewayConfig, Problem
from .config_yaml import MASTER_KEY_VARIABLE, read_config
from .environment import LiteLLMInstall
from .process_failures import explain_config, explain_port, explain_weak_key

FIRST_PORT = 4000
_TRIED_PORTS = 20
_HOST = "127.0.0.1"
_PUBLIC_KEY = "sk-1234"
_PERMIT_SETTING = "dangerously_permit_weak_or_unset_master_key"
_PERMIT_VARIABLE = "LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY"
# Would give it another port, a database, another configuration, or a word too many in its log.
_UNWANTED = frozenset(
    (
        *("HOST", "PORT", "NUM_WORKERS", "DEBUG", "DETAILED_DEBUG", "LITELLM_LOG", "LITELLM_DEBUG"),
        *("DATABASE_URL", "DATABASE_HOST", "DATABASE_NAME", "DATABASE_USERNAME", "DIRECT_URL"),
        *("DATABASE_PASSWORD", "STORE_MODEL_IN_DB", "CONFIG_FILE_PATH", "WORKER_CONFIG"),
        *(
            "LITELLM_CONFIG_BUCKET_NAME",
            "SERVER_ROOT_PATH",
            "SSL_KEYFILE_PATH",
            "SSL_CERTFILE_PATH",
        ),
        *("PROMETHEUS_METRICS_PORT", "LIMIT_CONCURRENCY", "MAX_REQUESTS_BEFORE_RESTART"),
        *("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"),
    )
)
_FIXED = {
    # Else it fetches a price list at its start, and reads the `.env` of a stranger's folder.
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_MODE": "PRODUCTION",
    "LITELLM_TELEMETRY": "False",
    "PYTHONUNBUFFERED": "1",
    "PYTHONIOENCODING": "utf-8",
}


@dataclass(frozen=True, slots=True)
class ProxySetup:
    """How to start one proxy; `secrets` must be masked in all it says."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    port: int
    key: Secret
    secrets: tuple[Secret, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def base(self) -> str:
        return f"http://{_HOST}:{self.port}"


@dataclass(frozen=True, slots=True)
class _Configured:
    file: Path
    key: Secret
    config: GatewayConfig


def set_up(
    install: LiteLLMInstall,
    environment: Mapping[str, str],
    private_directory: Path,
    *,
    config_text: str,
    config_path: Path | None,
    port: int | None,
) -> ProxySetup | Failure:
    """Decide on all of it. Raises `OSError` when the private directory cannot be written."""
    chosen = choose_port(port)
    if chosen is None:
        return explain_port(_HOST, port or FIRST_PORT)
    file = config_path or _write_private(private_directory / "config.yaml", config_text)
    configured = _configure(file, environment, generated=config_path is None)
    if isinstance(configured, Failure):
        return configured
    config = configured.config
    options = ("--config", str(file), "--host", _HOST, "--port", str(chosen))
    return ProxySetup(
        command=(*install.command, *options, "--telemetry", "False"),
        environment=_child_environment(environment, configured.key),
        port=chosen,
        key=configured.key,
        secrets=(configured.key, *(entry.api_key for entry in config.entries)),
        problems=config.problems,
    )


def make_private_directory() -> Path:
    """A new directory that only its owner can read."""
    return Path(tempfile.mkdtemp(prefix="quayside-litellm-"))


def choose_port(wanted: int | None) -> int | None:
    """`wanted` if it is free, else None; for no wish 4000 or the next free one."""
    if wanted is not None:
        return wanted if is_free(wanted) else None
    near = range(FIRST_PORT, FIRST_PORT + _TRIED_PORTS)
    return next((port for port in near if is_free(port)), None)


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of the loopback interface."""
    with socket.socket() as probe:
        if sys.platform != "win32":
            # A port in TIME_WAIT counts as free, as it does for the server itself.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True


def _configure(
    file: Path, environment: Mapping[str, str], *, generated: bool
) -> _Configured | Failure:
    ours = Secret(f"sk-{secrets.token_hex(16)}")
    if generated:
        environment = {**environment, MASTER_KEY_VARIABLE: ours.reveal()}
    try:
        config = read_config(file, environment)
    except ConfigError as problem:
        return explain_config(problem)
    key = config.master_key or ours
    if key == Secret(_PUBLIC_KEY) and not _weak_key_permitted(config):
        return explain_weak_key(file)
    return _Configured(file, key, config)


def _weak_key_permitted(config: GatewayConfig) -> bool:
    permitted = config.environment.get(_PERMIT_VARIABLE, "").lower() in ("true", "1")
    return permitted or config.general_settings.get(_PERMIT_SETTING) is True


def _child_environment(environment: Mapping[str, str], key: Secret) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if name not in _UNWANTED}
    direct = _with_loopback(environment.get("NO_PROXY") or environment.get("no_proxy") or "")
    # LiteLLM takes the key from here only where its configuration holds none.
    given = {MASTER_KEY_VARIABLE: key.reveal(), "NO_PROXY": direct, "no_proxy": direct}
    return {**kept, **_FIXED, **given}


def _with_loopback(hosts: str) -> str:
    return ",".join((*(host for host in hosts.split(",") if host), _HOST, "localhost"))


def _write_private(file: Path, text: str) -> Path:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    return file
