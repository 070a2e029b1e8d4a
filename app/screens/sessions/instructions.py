"""What a session or one of its lanes is told with every prompt: system prompt and parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...core.lanes import JsonValue, Lane, Path, parse_lane


@dataclass(frozen=True, slots=True)
class Instructions:
    """A system prompt, and parameters such as `temperature`."""

    system: str = ""
    parameters: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


def read_parameters(text: str) -> dict[str, JsonValue]:
    """From `temperature=0.2 max_tokens=64`. Raises `LaneSyntaxError`."""
    return dict(parse_lane("sdk:m?" + "&".join(text.replace("&", " ").split())).parameters)


def parameters_text(parameters: Mapping[str, JsonValue]) -> str:
    """The same as `read_parameters` takes it."""
    text = Lane(Path.SDK, "m", "", parameters=parameters).text
    return text.partition("?")[2].replace("&", " ")
