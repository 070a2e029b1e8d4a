"""Which part of the way a check looks at: findings are shown and told by these."""

from enum import StrEnum


class Part(StrEnum):
    """In the order in which they are shown."""

    MACHINE = "This machine"
    ENGINE = "Engine"
    LITELLM = "LiteLLM's SDK"
    PROXY = "Proxy"


_MACHINE = frozenset({"network.proxy-variables", "config.file"})
_LITELLM = frozenset({"stream.litellm", "preparation.litellm"})
_PROXY = frozenset({"config.agreement", "stream.flow"})


def part_of(check: str) -> Part:
    """By its name, such as `network.proxy-connection`."""
    layer, _, question = check.partition(".")
    if layer in ("discovery", "environment") or check in _MACHINE:
        return Part.MACHINE
    if layer == "litellm" or check in _LITELLM:
        return Part.LITELLM
    through = layer == "proxy" or question == "proxy" or question.startswith("proxy-")
    return Part.PROXY if through or check in _PROXY else Part.ENGINE
