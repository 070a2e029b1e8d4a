"""A request by OpenAI's SDK for Python."""

from collections.abc import Sequence

from ..lanes import JsonValue, Lane, Message
from ..wire.jsontext import JsonObject
from ..wire.profiles import OPENAI_PARAMETERS, REFUSED_PARAMETERS
from .python_text import STREAMED, WHOLE, arguments
from .request import Asked, asked, parameters
from .variables import ENGINE_KEY, header_variable, key_variable

_KNOWN = frozenset((*OPENAI_PARAMETERS, *REFUSED_PARAMETERS, "max_completion_tokens", "user"))
_KNOWN_HERE = _KNOWN - {"thinking"}
"""What the SDK has an argument for; `thinking` is LiteLLM's."""


def openai_text(lane: Lane, messages: Sequence[Message]) -> str:
    """A whole program; what the SDK has no argument for goes by `extra_body`."""
    request = asked(lane, messages)
    opening = ["import os", "", *(["import httpx"] if request.socket else [])]
    return "\n".join(
        [
            *opening,
            "from openai import OpenAI",
            "",
            "client = OpenAI(",
            f"    base_url={request.base!r},",
            f"    api_key={_key(lane)},",
            *_transport(request),
            ")",
            "answer = client.chat.completions.create(",
            arguments(_arguments(request)),
            *_headers(request),
            ")",
            STREAMED if request.stream else WHOLE,
        ]
    )


def _arguments(request: Asked) -> JsonObject:
    given = parameters(request.body)
    known: JsonObject = {name: value for name, value in given.items() if name in _KNOWN_HERE}
    others: JsonObject = {name: value for name, value in given.items() if name not in _KNOWN_HERE}
    body: dict[str, JsonValue] = {"extra_body": others} if others else {}
    head = {name: request.body[name] for name in ("model", "messages")}
    return {**head, **known, **body}


def _key(lane: Lane) -> str:
    if variable := key_variable(lane):
        return f"os.environ[{variable!r}]"
    return f'os.environ.get("{ENGINE_KEY}", "dummy-key")'


def _transport(request: Asked) -> list[str]:
    if not request.socket:
        return []
    transport = f"httpx.HTTPTransport(uds={request.socket!r})"
    return [f"    http_client=httpx.Client(transport={transport}),"]


def _headers(request: Asked) -> list[str]:
    if not request.headers:
        return []
    pairs = [f"{name!r}: os.environ[{header_variable(name)!r}]" for name in request.headers]
    return [f"    extra_headers={{{', '.join(pairs)}}},"]
