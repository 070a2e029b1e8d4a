"""The request behind a snippet, taken apart again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..lanes import JsonValue, Lane, Message, Path
from ..wire.jsontext import JsonObject
from ..wire.profiles import Profile
from ..wire.request import address_of, chat_request, wants_stream
from ..wire.wire_request import RequestRefused

_OURS = frozenset(
    ("accept", "accept-encoding", "content-type", "user-agent", "authorization", "host")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a lane's request goes and what stands in it."""

    url: str
    base: str
    """The URL without `/chat/completions`."""
    socket: str
    """Path of a unix socket, or empty for TCP."""
    body: JsonObject
    headers: tuple[str, ...]
    """Names of the user's own headers."""
    stream: bool


def asked(lane: Lane, messages: Sequence[Message]) -> Asked:
    """What the lane sends. Raises `RequestRefused` or `AddressError` where it sends nothing."""
    if not lane.base:
        raise RequestRefused("the lane has no base yet")
    profile = Profile.OPENAI_2 if lane.path is Path.LITELLM else Profile.NATIVE
    wire = chat_request(lane, written(messages), profile)
    body = json.loads(wire.body)
    socket = "" if lane.path is Path.LITELLM else address_of(lane).socket
    own = tuple(name for name in wire.headers if name not in _OURS and not _is_openai(name))
    base = wire.url.removesuffix("/chat/completions")
    return Asked(wire.url, base, socket, body, own, wants_stream(lane))


def written(messages: Sequence[Message]) -> list[JsonObject]:
    """Messages as they travel: half of a surrogate pair has no UTF-8."""
    text = json.dumps([dict(message) for message in messages], ensure_ascii=False)
    return json.loads(text.encode("utf-8", "replace"))


def parameters(body: Mapping[str, JsonValue]) -> JsonObject:
    """All of a body but the model and the messages."""
    return {name: value for name, value in body.items() if name not in ("model", "messages")}


def _is_openai(name: str) -> bool:
    return name.startswith(("x-stainless", "openai-"))
