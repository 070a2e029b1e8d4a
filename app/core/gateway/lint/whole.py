"""All files of one configuration as the rules look at them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..config_files import Deployment, Document, Merged
from ..config_model import GatewayConfig
from .entry import Entry, Given, read_entry
from .nodes import Text
from .values import mapping


@dataclass(frozen=True, slots=True)
class Whole:
    """`texts` are by file; `entries` are those whose shape is sound."""

    merged: Merged
    config: GatewayConfig
    given: Given
    texts: Mapping[Path, Text]
    entries: tuple[Entry, ...]

    def text_of(self, document: Document) -> Text:
        return self.texts[document.file]

    def document_of(self, section: str) -> Document | None:
        """The file whose section LiteLLM takes: of several, the one read last."""
        holders = [one for one in self.merged.documents if section in one.values]
        return holders[-1] if holders else None

    def section(self, name: str) -> Mapping[str, object]:
        """A section as LiteLLM takes it; empty where there is none."""
        return mapping(self.merged.values.get(name))

    @property
    def names(self) -> frozenset[str]:
        """All that a client may ask for, wildcards as they are written."""
        aliases = mapping(self.config.router_settings.get("model_group_alias"))
        return frozenset(entry.name for entry in self.entries) | frozenset(aliases)


def whole_of(
    merged: Merged, config: GatewayConfig, given: Given, texts: Mapping[Path, Text]
) -> Whole:
    sound = {(entry.file, entry.line) for entry in config.entries}
    entries = tuple(
        read_entry(one, texts[one.file], config, given) for one in _sound(merged, sound)
    )
    return Whole(merged, config, given, texts, entries)


def _sound(merged: Merged, places: set[tuple[Path, int]]) -> Iterator[Deployment]:
    return (one for one in merged.deployments if (one.file, one.line) in places)
