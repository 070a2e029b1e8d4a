"""From a lane and its messages to the one request that it sends."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from .... import __version__
from ..lanes import MODEL_PREFIX, JsonValue, Lane, Message, Path, without_prefix
from ..secret import Secret
from .address import AddressError, EngineAddress, parse_engine_base, parse_gateway_base
from .litellm_request import DEFAULT_KEY, litellm_provider_request
from .profiles import SHAPES, Profile
from .wire_request import RequestRefused, WireRequest

__all__ = [
    "SHAPES",
    "Profile",
    "RequestRefused",
    "WireRequest",
    "address_of",
    "chat_request",
    "litellm_provider_request",
    "wants_stream",
]


def address_of(lane: Lane) -> EngineAddress:
    """Where a lane's requests go. Raises `AddressError` (a `ValueError`)."""
    if lane.path is Path.PROXY:
        return parse_gateway_base(lane.base)
    return parse_engine_base(lane.base)


def wants_stream(lane: Lane) -> bool:
    """A `stream` among the parameters wins over the lane's own."""
    return bool(lane.parameters.get("stream", lane.stream))


def chat_request(
    lane: Lane, messages: Sequence[Message], profile: Profile = Profile.NATIVE
) -> WireRequest:
    """The lane's request: Quayside's own, or as LiteLLM would send it from the same base.

    Raises `AddressError` for a base that cannot be used, and `RequestRefused`
    where no request can be made, or where LiteLLM would refuse to make one.
    """
    _refuse_bad_key(lane.key)
    if profile is Profile.NATIVE:
        return _native(lane, messages)
    if lane.base.strip().startswith(("unix:", "http+unix:")):
        raise RequestRefused("LiteLLM cannot reach a unix socket; it needs an http:// base")
    arguments: dict[str, JsonValue] = {"stream": lane.stream, **lane.parameters}
    arguments |= {"api_base": lane.base.strip(), "api_key": lane.key.reveal()}
    model = MODEL_PREFIX + without_prefix(lane.model)
    return litellm_provider_request(model, messages, arguments, profile)


def _native(lane: Lane, messages: Sequence[Message]) -> WireRequest:
    try:
        url = address_of(lane).chat_url
        text = json.dumps(
            _native_body(lane, messages),
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
    except AddressError:
        raise
    except ValueError as problem:
        raise RequestRefused(f"the request cannot be written as JSON: {problem}") from problem
    return WireRequest("POST", url, _native_headers(lane), text.encode("utf-8", "replace"))


def _native_body(lane: Lane, messages: Sequence[Message]) -> dict[str, JsonValue]:
    model = lane.model if lane.path is Path.PROXY else without_prefix(lane.model)
    parameters = {
        name: value
        for name, value in lane.parameters.items()
        if name not in ("model", "messages", "extra_body", "extra_headers")
    }
    parameters |= _object(lane.parameters.get("extra_body"))
    body: dict[str, JsonValue] = {"model": model, "messages": [dict(one) for one in messages]}
    body |= {name: value for name, value in parameters.items() if name not in body}
    body["stream"] = wants_stream(lane)
    if body["stream"]:
        body.setdefault("stream_options", {"include_usage": True})
    return body


def _native_headers(lane: Lane) -> dict[str, str]:
    """No `Origin`, ever: a runner refuses the request that has one."""
    key = lane.key.reveal() or (DEFAULT_KEY if lane.path.to_engine else "")
    headers = {
        "accept": "text/event-stream" if wants_stream(lane) else "application/json",
        # Compression would hold back the tokens of a stream.
        "accept-encoding": "identity",
        "content-type": "application/json",
        "user-agent": f"quayside/{__version__}",
    }
    if key:
        headers["authorization"] = f"Bearer {key}"
    extra = _object(lane.parameters.get("extra_headers"))
    headers |= {name.lower(): str(value) for name, value in extra.items()}
    headers.pop("origin", None)
    return headers


def _object(value: JsonValue) -> Mapping[str, JsonValue]:
    return cast("dict[str, JsonValue]", value) if isinstance(value, dict) else {}


def _refuse_bad_key(key: Secret) -> None:
    text = key.reveal()
    if text and not (text.isascii() and text.isprintable() and " " not in text):
        raise RequestRefused(
            "the key holds a space, a line end or another character that no header can carry; "
            "set it again, without what was copied around it"
        )
