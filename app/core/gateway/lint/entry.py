"""One deployment as the rules look at it: raw, resolved, and with its place in the text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from ...lanes import JsonValue
from ..config_files import LIST_KEY, Deployment
from ..config_model import GatewayConfig
from ..config_values import PREFIX, Resolver
from .model import Edit, Finding, Severity
from .nodes import Key, Text
from .places import found

_PARAMS = "litellm_params"
_VERSION = re.compile(r"(\d+)\.(\d+)")
_REFUSES = (1, 104)


@dataclass(frozen=True, slots=True)
class Given:
    """Where LiteLLM is to run. `version` is empty where it is not known which one."""

    environment: Mapping[str, str]
    in_container: bool = False
    version: str = ""

    @property
    def refuses_weak_keys(self) -> bool | None:
        """Whether that version starts with a master key that all know; None: not known."""
        found = _VERSION.match(self.version)
        return None if found is None else tuple(map(int, found.groups())) >= _REFUSES


@dataclass(frozen=True, slots=True)
class Entry:
    """`params` are as LiteLLM resolves them; `environment` is as the file leaves it."""

    deployment: Deployment
    text: Text
    name: str
    params: Mapping[str, JsonValue]
    environment: Mapping[str, str]

    @property
    def model(self) -> str:
        return self._word("model")

    @property
    def provider(self) -> str:
        """The provider that stands apart from the model, or empty."""
        return self._word("custom_llm_provider")

    @property
    def base_key(self) -> str:
        return "api_base" if self._word("api_base") or not self._word("base_url") else "base_url"

    @property
    def base(self) -> str:
        return self._word(self.base_key)

    def items(self) -> Iterable[tuple[object, object]]:
        """The parameters as they stand in the file, before variables are put in."""
        value = cast("dict[str, object]", self.deployment.value)[_PARAMS]
        return cast("dict[object, object]", value).items()

    def raw(self, key: str) -> object:
        return dict(self.items()).get(key)

    def is_variable(self, key: str) -> bool:
        value = self.raw(key)
        return isinstance(value, str) and value.startswith(PREFIX)

    def is_date(self, key: str) -> bool:
        """Whether YAML reads it as a date, which is no text for LiteLLM."""
        return isinstance(self.raw(key), date)

    def path(self, *keys: Key) -> tuple[Key, ...]:
        """Of a key of the entry's, from the root of its file."""
        return (LIST_KEY, self.deployment.number, *keys)

    def param(self, key: str) -> tuple[Key, ...]:
        return self.path(_PARAMS, key)

    def finding(
        self,
        rule: str,
        severity: Severity,
        key: str,
        text: str,
        *,
        effect: str = "",
        cure: str = "",
        edits: tuple[Edit, ...] = (),
    ) -> Finding:
        """About a key of `litellm_params`."""
        return found(
            self.text,
            self.param(key),
            rule,
            severity,
            f"'{self.name}': {text}",
            effect=effect,
            cure=cure,
            edits=edits,
        )

    def _word(self, key: str) -> str:
        value = self.params.get(key)
        return value if isinstance(value, str) and not self.is_date(key) else ""


def read_entry(deployment: Deployment, text: Text, config: GatewayConfig, given: Given) -> Entry:
    """For a deployment whose shape is sound."""
    value = cast("dict[str, object]", deployment.value)
    resolver = Resolver(given.environment)
    name = resolver.resolve(value["model_name"])
    raw = cast("dict[object, object]", value[_PARAMS])
    params = {str(key): resolver.resolve(one) for key, one in raw.items()}
    return Entry(deployment, text, str(name), params, config.environment)
