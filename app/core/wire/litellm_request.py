"""The request that LiteLLM's `docker_model_runner` provider would send, without LiteLLM."""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from ..lanes import MODEL_PREFIX, JsonValue, Message
from .litellm_messages import litellm_messages, without_cache_control
from .profiles import (
    OPENAI_PARAMETERS,
    OWN_ARGUMENTS,
    REFUSED_PARAMETERS,
    SHAPES,
    STREAM_KEYS,
    Profile,
    Shape,
)
from .wire_request import RequestRefused, WireRequest

DEFAULT_BASE = "http://localhost:22088/engines/llama.cpp"
DEFAULT_KEY = "dummy-key"

Arguments = Mapping[str, JsonValue]


def litellm_provider_request(
    model: str,
    messages: Sequence[Message],
    arguments: Arguments,
    profile: Profile,
    environment: Mapping[str, str] | None = None,
) -> WireRequest:
    """What `litellm.acompletion(model=…, messages=…, **arguments)` sends in this profile.

    `api_base` (or `base_url`) and `api_key` are among the arguments; an empty
    text counts as unset. Raises `RequestRefused` where LiteLLM sends nothing.
    """
    environment = environment or {}
    shape = SHAPES[profile]
    if not model.startswith(MODEL_PREFIX):
        raise RequestRefused(
            f"LLM Provider NOT provided. You passed model={model}; "
            f"LiteLLM needs model={MODEL_PREFIX}{model}"
        )
    base = _text(arguments, "api_base") or _text(arguments, "base_url")
    base = base or environment.get("DOCKER_MODEL_RUNNER_API_BASE") or DEFAULT_BASE
    key = _text(arguments, "api_key") or environment.get("DOCKER_MODEL_RUNNER_API_KEY")
    body = litellm_body(model.removeprefix(MODEL_PREFIX), messages, arguments, shape)
    headers = {**_headers(shape, key or DEFAULT_KEY, arguments), **_organization(environment)}
    return WireRequest("POST", litellm_url(base, shape), headers, body)


def litellm_url(base: str, shape: Shape) -> str:
    """LiteLLM joins texts and looks at nothing: a query in the base breaks its URL."""
    if shape.strips_slashes:
        return base.rstrip("/") + shape.suffix
    head, mark, query = base.partition("?")
    if mark and shape.query_inside:
        return f"{_with_slash(head)}?{query}{shape.suffix.removeprefix('/')}"
    return _with_slash(base) + shape.suffix.removeprefix("/")


def litellm_body(
    model: str, messages: Sequence[Message], arguments: Arguments, shape: Shape
) -> bytes:
    """The JSON bytes, in the key order and spacing of the profile."""
    known: dict[str, JsonValue] = {"model": model, "messages": litellm_messages(messages)}
    body = {name: known[name] for name in shape.head}
    body.update(_openai_parameters(arguments, shape))
    body.update(_other_parameters(arguments))
    body["model"] = model
    try:
        if shape.spaced:
            return json.dumps(body).encode()
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except ValueError as problem:
        raise RequestRefused(f"LiteLLM cannot write this request as JSON: {problem}") from problem


def _openai_parameters(arguments: Arguments, shape: Shape) -> dict[str, JsonValue]:
    given = _given(arguments)
    allowed = _refuse(given)
    if "max_completion_tokens" in given:
        given["max_tokens"] = given["max_completion_tokens"]
    if not shape.stream_always and not given.get("stream"):
        given = {name: value for name, value in given.items() if name not in STREAM_KEYS}
    if "tools" in given:
        given["tools"] = without_cache_control(given["tools"])
    gone = shape.dropped | set(_names(given.get("additional_drop_params")))
    names = [name for name in _order(shape) if name in given and name not in gone]
    return {name: given[name] for name in (*names, *allowed)}


def _given(arguments: Arguments) -> dict[str, JsonValue]:
    return {name: value for name, value in arguments.items() if value is not None}


def _order(shape: Shape) -> Sequence[str]:
    if shape.sorted_keys:
        return sorted(OPENAI_PARAMETERS)
    if shape.stream_keys_last:
        others = tuple(name for name in OPENAI_PARAMETERS if name not in STREAM_KEYS)
        return (*others, *STREAM_KEYS)
    return OPENAI_PARAMETERS


def _refuse(given: Arguments) -> list[str]:
    """The refused parameters that were explicitly allowed; raises for the others."""
    asked = [name for name in REFUSED_PARAMETERS if name in given]
    allowed = [name for name in asked if name in _names(given.get("allowed_openai_params"))]
    refused = [name for name in asked if name not in allowed]
    if refused and not given.get("drop_params"):
        raise RequestRefused(
            f"docker_model_runner does not support parameters: {refused}; "
            "LiteLLM sends nothing unless drop_params is true or allowed_openai_params names them"
        )
    return allowed


def _other_parameters(arguments: Arguments) -> dict[str, JsonValue]:
    extra = arguments.get("extra_body")
    others = dict(cast("dict[str, JsonValue]", extra)) if isinstance(extra, dict) else {}
    known = OWN_ARGUMENTS | set(OPENAI_PARAMETERS) | set(REFUSED_PARAMETERS)
    known |= {"max_completion_tokens", "user", "metadata"}
    given = _given(arguments)
    return others | {name: value for name, value in given.items() if name not in known}


def _headers(shape: Shape, key: str, arguments: Arguments) -> dict[str, str]:
    headers = {"authorization": f"Bearer {key}", **shape.headers}
    extra = arguments.get("extra_headers")
    for name, value in (cast("dict[str, str]", extra) if isinstance(extra, dict) else {}).items():
        known = headers.get(name.lower())
        joined = known is not None and name.lower() == "authorization"
        headers[name.lower()] = f"{known}, {value}" if joined else str(value)
    return headers


def _organization(environment: Mapping[str, str]) -> dict[str, str]:
    """OpenAI's own variables travel to a local engine too."""
    names = {
        "openai-organization": environment.get("OPENAI_ORGANIZATION"),
        "openai-project": environment.get("OPENAI_PROJECT_ID"),
    }
    return {name: value for name, value in names.items() if value}


def _text(arguments: Arguments, name: str) -> str:
    value = arguments.get(name)
    return value if isinstance(value, str) else ""


def _names(value: JsonValue) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def _with_slash(text: str) -> str:
    return text if text.endswith("/") else f"{text}/"
