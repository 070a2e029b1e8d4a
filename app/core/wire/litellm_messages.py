"""What LiteLLM makes of chat messages on the way to this provider."""

from collections.abc import Sequence

from ..lanes import JsonValue, Message


def litellm_messages(messages: Sequence[Message]) -> list[JsonValue]:
    """Messages as they stand in LiteLLM's body.

    A list of content parts becomes one text and loses its images, unless it
    holds no text at all: then it travels as it is.
    """
    return [_message(message) for message in messages]


def _message(message: Message) -> JsonValue:
    changed: dict[str, JsonValue] = {}
    changed |= {name: value for name, value in message.items() if value is not None}
    if not changed.get("role"):
        changed["role"] = "assistant"
    if changed["role"] == "developer":
        changed["role"] = "system"
    content = changed.get("content")
    if isinstance(content, list):
        changed["content"] = _joined_text(content) or [_part(part) for part in content]
    return without_cache_control(changed)


def _joined_text(parts: list[JsonValue]) -> str:
    texts = [part.get("text") for part in parts if isinstance(part, dict)]
    return "".join(text for text in texts if isinstance(text, str))


def _part(part: JsonValue) -> JsonValue:
    if isinstance(part, dict) and isinstance(part.get("image_url"), str):
        return {**part, "image_url": {"url": part["image_url"]}}
    return part


def without_cache_control(value: JsonValue) -> JsonValue:
    """`value` without Anthropic's `cache_control`, at any depth."""
    if isinstance(value, list):
        return [without_cache_control(item) for item in value]
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if name != "cache_control"}
        return {name: without_cache_control(item) for name, item in kept.items()}
    return value
