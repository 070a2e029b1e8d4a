"""How each LiteLLM shapes its request, as data; recorded from LiteLLM 1.106.2 and 1.109.1."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Whose request is meant: Quayside's own, or that of a LiteLLM with some openai-python."""

    NATIVE = "native"
    OPENAI_2 = "openai-2"
    OPENAI_3 = "openai-3"
    EXPERIMENTAL = "experimental"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One LiteLLM request profile."""

    title: str
    suffix: str
    """What is put behind the base."""
    strips_slashes: bool
    """Whether all trailing slashes of the base go, or only one is shared with the suffix."""
    query_inside: bool
    """Where a base has a query: whether the slash goes before it, or behind it."""
    head: tuple[str, str]
    """The two body keys that come first, in order."""
    sorted_keys: bool
    """Whether OpenAI's parameters are in alphabetical order, or in LiteLLM's."""
    stream_keys_last: bool
    stream_always: bool
    """Whether `stream: false`, and `stream_options` without a stream, are sent too."""
    spaced: bool
    """Whether the JSON text has spaces and escapes what is not ASCII."""
    dropped: frozenset[str]
    """Parameters that never reach the wire, without a word from LiteLLM."""
    headers: Mapping[str, str]
    """Headers that tell the sender; those that tell its machine are left out."""


_STAINLESS = {
    "accept-encoding": "gzip, deflate",
    "accept": "application/json",
    "content-type": "application/json",
    "x-stainless-lang": "python",
    "x-stainless-async": "async:asyncio",
    "x-stainless-raw-response": "true",
    "x-stainless-retry-count": "0",
    "x-stainless-read-timeout": "600.0",
}


def _openai_headers(version: str) -> dict[str, str]:
    return {
        **_STAINLESS,
        "user-agent": f"AsyncOpenAI/Python {version}",
        "x-stainless-package-version": version,
    }


SHAPES: Mapping[Profile, Shape] = {
    Profile.OPENAI_2: Shape(
        title="LiteLLM 1.106 (openai-python 2)",
        suffix="/chat/completions",
        strips_slashes=False,
        query_inside=False,
        head=("messages", "model"),
        sorted_keys=True,
        stream_keys_last=False,
        stream_always=False,
        spaced=False,
        dropped=frozenset({"user", "metadata", "prompt_cache_retention"}),
        headers=_openai_headers("2.54.0"),
    ),
    Profile.OPENAI_3: Shape(
        title="LiteLLM 1.109 (openai-python 3)",
        suffix="/chat/completions",
        strips_slashes=False,
        query_inside=True,
        head=("model", "messages"),
        sorted_keys=False,
        stream_keys_last=True,
        stream_always=False,
        spaced=False,
        dropped=frozenset({"user", "metadata"}),
        headers=_openai_headers("3.54.0"),
    ),
    Profile.EXPERIMENTAL: Shape(
        title="LiteLLM 1.106 (experimental handler)",
        suffix="/v1/chat/completions",
        strips_slashes=True,
        query_inside=False,
        head=("model", "messages"),
        sorted_keys=False,
        stream_keys_last=False,
        stream_always=True,
        spaced=True,
        dropped=frozenset({"user", "metadata", "prompt_cache_retention"}),
        headers={
            "accept": "*/*",
            "accept-encoding": "gzip, deflate",
            "content-type": "application/json",
            "user-agent": "litellm/1.106.2",
        },
    ),
}

OPENAI_PARAMETERS: tuple[str, ...] = (
    "functions",
    "function_call",
    "temperature",
    "top_p",
    "n",
    "stream",
    "stream_options",
    "stop",
    "max_tokens",
    "modalities",
    "prediction",
    "audio",
    "presence_penalty",
    "frequency_penalty",
    "logit_bias",
    "response_format",
    "seed",
    "tools",
    "tool_choice",
    "logprobs",
    "top_logprobs",
    "parallel_tool_calls",
    "web_search_options",
    "safety_identifier",
    "store",
    "prompt_cache_key",
    "service_tier",
    "prompt_cache_retention",
)
"""OpenAI's parameters that LiteLLM passes on to this provider, in LiteLLM's order."""

REFUSED_PARAMETERS = ("reasoning_effort", "verbosity", "thinking")
"""OpenAI's parameters that LiteLLM refuses for this provider before it sends anything."""

STREAM_KEYS = ("stream", "stream_options")

OWN_ARGUMENTS = frozenset(
    {
        "additional_drop_params",
        "allowed_openai_params",
        "api_base",
        "api_key",
        "api_version",
        "base_url",
        "cache",
        "caching",
        "context_window_fallback_dict",
        "custom_llm_provider",
        "drop_params",
        "ensure_alternating_roles",
        "extra_body",
        "extra_headers",
        "fallbacks",
        "force_timeout",
        "guardrails",
        "headers",
        "id",
        "litellm_metadata",
        "litellm_session_id",
        "litellm_trace_id",
        "logger_fn",
        "max_retries",
        "merge_reasoning_content_in_choices",
        "mock_response",
        "model_info",
        "no-log",
        "num_retries",
        "request_timeout",
        "retry_policy",
        "retry_strategy",
        "rpm",
        "ssl_verify",
        "stream_timeout",
        "tags",
        "timeout",
        "tpm",
        "ttl",
        "verbose",
    }
)
"""Arguments that LiteLLM keeps for itself; every other one travels in the body."""
