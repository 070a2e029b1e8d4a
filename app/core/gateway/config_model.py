"""What a LiteLLM `config.yaml` says about models, with the place where it says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..lanes import MODEL_PREFIX, JsonValue
from ..secret import Secret


class ConfigError(Exception):
    """A file that cannot be read at all; `line` counts from 1, 0 = no line to name.

    `error` is the name of the exception at which LiteLLM stops, where it is known.
    """

    def __init__(
        self, file: Path, line: int, text: str, cure: str, rule: str = "", error: str = ""
    ) -> None:
        super().__init__(f"{place(file, line)}: {text}")
        self.rule = rule
        self.error = error
        self.file = file
        self.line = line
        self.text = text
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Problem:
    """Something LiteLLM would trip over or pass by in silence; the rest of the file holds."""

    file: Path
    line: int
    text: str
    cure: str
    rule: str = ""
    """A short name of the kind of problem; stable, for scripts."""
    path: tuple[str | int, ...] = ()
    """The keys that lead to it in its file, places in lists counted from 0."""

    def __str__(self) -> str:
        return f"{place(self.file, self.line)}: {self.text}"


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One deployment of `model_list`; values are as LiteLLM would resolve them."""

    model_name: str
    """The alias that a client of the proxy asks for."""
    provider_model: str
    """With its provider, such as `docker_model_runner/ai/smollm2`."""
    api_base: str = ""
    """Empty where LiteLLM would fall back to its environment or default."""
    api_key: Secret = field(default_factory=Secret)
    params: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """The rest of `litellm_params`."""
    wildcard: bool = False
    file: Path = Path()
    line: int = 0

    @property
    def for_docker_model_runner(self) -> bool:
        return self.provider_model.startswith(MODEL_PREFIX)


@dataclass(frozen=True, slots=True)
class GatewayConfig:
    """The files of one configuration, put together as LiteLLM does."""

    file: Path
    entries: tuple[ModelEntry, ...] = ()
    master_key: Secret | None = None
    """None where neither the files nor the environment hold one."""
    router_settings: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    general_settings: Mapping[str, JsonValue] = field(
        default_factory=dict[str, JsonValue], repr=False
    )
    environment: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    """The environment after the files' own `environment_variables`."""
    problems: tuple[Problem, ...] = ()


def place(file: Path, line: int) -> str:
    """`config.yaml, line 3`; without a line where there is none to name."""
    return f"{file}, line {line}" if line else str(file)
