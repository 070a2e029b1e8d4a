"""A request by LiteLLM's SDK for Python."""

from collections.abc import Sequence

from ..lanes import MODEL_PREFIX, JsonValue, Lane, Message, Path, without_prefix
from ..wire.jsontext import JsonObject
from ..wire.request import wants_stream
from .litellm_base import base_for_litellm
from .python_text import STREAMED, WHOLE, arguments
from .request import written
from .variables import header_variable, key_variable

_OWNED = frozenset(("model", "messages", "api_base", "base_url", "api_key", "stream"))
GATEWAY_PREFIX = "litellm_proxy/"


def litellm_text(lane: Lane, messages: Sequence[Message]) -> str:
    """A whole program. Raises `RequestRefused` where LiteLLM cannot reach the lane's server."""
    given = dict(lane.parameters)
    headers = given.pop("extra_headers", None)
    stream = wants_stream(lane)
    values: JsonObject = {
        "model": _model(lane),
        "messages": [*written(messages)],
        "api_base": base_for_litellm(lane),
        **{name: value for name, value in given.items() if name not in _OWNED},
        "stream": stream,
    }
    secrets = _secrets(lane, headers)
    return "\n".join(
        [
            *(["import os", ""] if secrets else []),
            "import litellm",
            "",
            "answer = litellm.completion(",
            arguments(values),
            *secrets,
            ")",
            STREAMED if stream else WHOLE,
        ]
    )


def _model(lane: Lane) -> str:
    if lane.path is Path.PROXY:
        return GATEWAY_PREFIX + lane.model
    return MODEL_PREFIX + without_prefix(lane.model)


def _secrets(lane: Lane, headers: JsonValue) -> list[str]:
    lines: list[str] = []
    if variable := key_variable(lane):
        lines.append(f"    api_key=os.environ[{variable!r}],")
    elif lane.path is Path.PROXY:
        # Without a key, LiteLLM's SDK asks no gateway at all.
        lines.append('    api_key=os.environ.get("LITELLM_PROXY_API_KEY", "none"),')
    if isinstance(headers, dict) and headers:
        pairs = [f"{name!r}: os.environ[{header_variable(name)!r}]" for name in headers]
        lines.append(f"    extra_headers={{{', '.join(pairs)}}},")
    return lines
