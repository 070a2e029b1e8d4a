"""Values of a `config.yaml` as LiteLLM resolves them from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from ..lanes import JsonValue

PREFIX = "os.environ/"
# LiteLLM lets no configuration file change these.
_BLOCKED = frozenset(
    [
        "PATH",
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "DYLD_INSERT_LIBRARIES",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "PYTHONHOME",
        "HOME",
        "USER",
        "SHELL",
        "LOGNAME",
    ]
)


@dataclass(slots=True)
class Resolver:
    """Puts environment variables in; `unset` gathers the names that had no value."""

    environment: Mapping[str, str]
    unset: list[str] = field(default_factory=list[str])

    def resolve(self, value: object) -> JsonValue:
        """`value` with each whole `os.environ/NAME` replaced, None where NAME is unset."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict):
            pairs = cast(dict[object, object], value).items()
            return {str(key): self.resolve(inner) for key, inner in pairs}
        if isinstance(value, list):
            return [self.resolve(inner) for inner in cast(list[object], value)]
        if value is None or isinstance(value, bool | int | float):
            return value
        return str(value)

    def _text(self, value: str) -> str | None:
        if not value.startswith(PREFIX):
            return value
        name = value.removeprefix(PREFIX)
        if name not in self.environment:
            self.unset.append(name)
        return self.environment.get(name)


def with_variables(environment: Mapping[str, str], variables: object) -> dict[str, str]:
    """The environment after a file's `environment_variables` have been set in it."""
    changed = dict(environment)
    if not isinstance(variables, dict):
        return changed
    for key, value in cast(dict[object, object], variables).items():
        resolved = Resolver(changed).resolve(value) if isinstance(value, str) else str(value)
        if isinstance(key, str) and key not in _BLOCKED and isinstance(resolved, str):
            changed[key] = resolved
    return changed
