"""One deployment as the rules look at it: raw, resolved, and with its place in the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from ...lanes import JsonValue
from ..config_files import LIST_KEY, Deployment
from ..config_values import PREFIX, Resolver
from .model import Edit, Finding, Severity
from .nodes import Key, Text

_PARAMS = "litellm_params"


@dataclass(frozen=True, slots=True)
class Entry:
    """`number` counts within its own file, from 0; `params` are as LiteLLM resolves them."""

    deployment: Deployment
    text: Text
    number: int
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

    def raw(self, key: str) -> object:
        """What stands in the file, before variables are put in."""
        value = cast("dict[str, object]", self.deployment.value)[_PARAMS]
        return cast("dict[str, object]", value).get(key)

    def is_variable(self, key: str) -> bool:
        value = self.raw(key)
        return isinstance(value, str) and value.startswith(PREFIX)

    def path(self, *keys: Key) -> tuple[Key, ...]:
        """Of a key of the entry's, from the root of its file."""
        return (LIST_KEY, self.number, *keys)

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
        return Finding(
            rule=rule,
            severity=severity,
            file=self.deployment.file,
            line=self.text.line_of(self.param(key)),
            text=f"'{self.name}': {text}",
            effect=effect,
            cure=cure,
            edits=edits,
        )

    def _word(self, key: str) -> str:
        value = self.params.get(key)
        return value if isinstance(value, str) else ""


def read_entry(
    deployment: Deployment, text: Text, number: int, environment: Mapping[str, str]
) -> Entry:
    """For a deployment whose shape is sound."""
    value = cast("dict[str, object]", deployment.value)
    raw = cast("dict[object, object]", value[_PARAMS])
    resolver = Resolver(environment)
    params = {str(key): resolver.resolve(one) for key, one in raw.items()}
    return Entry(deployment, text, number, str(value["model_name"]), params, environment)
