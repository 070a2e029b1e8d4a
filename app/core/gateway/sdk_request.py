"""From a lane to the call of LiteLLM's SDK that answers it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..lanes import MODEL_PREFIX, JsonValue, Lane, Message, without_prefix
from ..wire.litellm_request import DEFAULT_KEY, litellm_url
from ..wire.profiles import SHAPES, Profile
from ..wire.request import wants_stream
from ..wire.wire_request import RequestRefused, WireRequest

EXPERIMENT = "EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER"
# The lane itself says where to and as whom: its key must not get anywhere else.
_OWNED = frozenset(("model", "messages", "api_base", "base_url", "api_key", "stream"))


@dataclass(frozen=True, slots=True)
class SdkRequest:
    """One call of `litellm.acompletion`."""

    arguments: Mapping[str, JsonValue] = field(repr=False)
    """The key is among them."""
    wire: WireRequest
    """What LiteLLM makes of it, as far as it can be told: the URL is LiteLLM's, the body is
    the arguments without the key."""


def sdk_request(
    lane: Lane, messages: Sequence[Message], environment: Mapping[str, str]
) -> SdkRequest:
    """The lane's call; its base goes to LiteLLM as it stands.

    Raises `RequestRefused` for a lane that LiteLLM would send elsewhere, or nowhere.
    """
    base = lane.base.strip()
    if not base:
        raise RequestRefused("the lane has no base, and LiteLLM would take one of its own")
    if base.startswith(("unix:", "http+unix:")):
        raise RequestRefused("LiteLLM cannot reach a unix socket; it needs an http:// base")
    key = lane.key.reveal() or DEFAULT_KEY
    arguments = _arguments(lane, messages, base)
    body = json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))
    experimental = environment.get(EXPERIMENT, "").lower() == "true"
    shape = SHAPES[Profile.EXPERIMENTAL if experimental else Profile.OPENAI_2]
    headers = {"authorization": f"Bearer {key}"}
    wire = WireRequest("POST", litellm_url(base, shape), headers, body.encode("utf-8", "replace"))
    return SdkRequest({**arguments, "api_key": key}, wire)


def _arguments(lane: Lane, messages: Sequence[Message], base: str) -> dict[str, JsonValue]:
    parameters = {name: value for name, value in lane.parameters.items() if name not in _OWNED}
    return {
        # Unasked, openai's client sends up to three times, which no figure would show.
        "max_retries": 0,
        **parameters,
        "model": MODEL_PREFIX + without_prefix(lane.model),
        "messages": [dict(message) for message in messages],
        "api_base": base,
        "stream": wants_stream(lane),
    }
