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
        "NO_PROXY",
        "no_proxy",
    ]
)


_FLAGS: Mapping[str, bool] = {"true": True, "false": False}


@dataclass(slots=True)
class Resolver:
    """Puts environment variables in; `unset` gathers the names that had no value.

    As LiteLLM 1.106.2 does it: texts and mappings are looked into wherever they stand, of a
    list its mappings alone; a variable that holds `true` or `false` is no text any more.
    """

    environment: Mapping[str, str]
    unset: list[str] = field(default_factory=list[str])
    _known: dict[int, tuple[object, JsonValue]] = field(
        default_factory=dict[int, tuple[object, JsonValue]], repr=False
    )

    def resolve(self, value: object) -> JsonValue:
        """`value` with each whole `os.environ/NAME` replaced, None where NAME is unset.

        Where an anchor stands within itself, that place is None.
        """
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, dict | list):
            return self._once(cast("dict[object, object] | list[object]", value))
        return _plain(value)

    def _once(self, value: dict[object, object] | list[object]) -> JsonValue:
        # One anchor may stand in very many places: each is looked into once.
        if id(value) not in self._known:
            self._known[id(value)] = (value, None)
            self._known[id(value)] = (value, self._inside(value))
        return self._known[id(value)][1]

    def _inside(self, value: dict[object, object] | list[object]) -> JsonValue:
        if isinstance(value, dict):
            return {str(key): self.resolve(inner) for key, inner in value.items()}
        return [inner if isinstance(inner, str) else self.resolve(inner) for inner in value]

    def _text(self, value: str) -> str | bool | None:
        if not value.startswith(PREFIX):
            return value
        name = value.replace(PREFIX, "")
        found = self.environment.get(name)
        if found is None:
            self.unset.append(name)
            return None
        return _FLAGS.get(found.strip().lower(), found)


def with_variables(environment: Mapping[str, str], variables: object) -> dict[str, str]:
    """The environment after a file's `environment_variables` have been set in it.

    LiteLLM writes each value as a text, also that of a name that is unset: `None`.
    """
    changed = dict(environment)
    if not isinstance(variables, dict):
        return changed
    for key, value in cast("dict[object, object]", variables).items():
        # What is nested is nobody's base or key, and may be endless as a text.
        if isinstance(key, str) and not is_blocked(key) and not isinstance(value, dict | list):
            changed[key] = str(Resolver(environment).resolve(value))
    return changed


def is_blocked(name: str) -> bool:
    """Whether LiteLLM lets no configuration file change this variable."""
    return name in _BLOCKED


def _plain(value: object) -> JsonValue:
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)
