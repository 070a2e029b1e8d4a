"""Both ways to each Docker Model Runner deployment of a configuration: `sdk` and `proxy`."""

from collections.abc import Iterator, Mapping, Sequence

from ..lanes import MODEL_PREFIX, JsonValue, Lane, Path
from ..secret import Secret
from ..settings import DEFAULT_BASE, DEFAULT_KEY
from .config_model import GatewayConfig, ModelEntry

BASE_VARIABLE = "DOCKER_MODEL_RUNNER_API_BASE"
KEY_VARIABLE = "DOCKER_MODEL_RUNNER_API_KEY"
# What of `litellm_params` reaches the engine: the rest steers LiteLLM itself.
_SENT = frozenset(
    [
        "frequency_penalty",
        "function_call",
        "functions",
        "logit_bias",
        "logprobs",
        "max_completion_tokens",
        "max_tokens",
        "modalities",
        "n",
        "parallel_tool_calls",
        "prediction",
        "presence_penalty",
        "prompt_cache_key",
        "response_format",
        "seed",
        "service_tier",
        "stop",
        "store",
        "temperature",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "cache_prompt",
        "chat_template_kwargs",
        "dry_multiplier",
        "dynatemp_range",
        "grammar",
        "ignore_eos",
        "json_schema",
        "min_p",
        "mirostat",
        "repeat_last_n",
        "repeat_penalty",
        "repetition_penalty",
        "samplers",
        "top_k",
        "typical_p",
    ]
)


def lanes_of(
    config: GatewayConfig, proxy_base: str, proxy_key: Secret, models: Sequence[str] = ()
) -> list[tuple[Lane, Lane]]:
    """The `sdk` and the `proxy` lane of each Docker Model Runner deployment.

    A wildcard deployment gives a pair for each of `models`, names as the runner knows them.
    """
    return [
        (
            Lane(
                Path.SDK,
                model.removeprefix(MODEL_PREFIX),
                entry.api_base or config.environment.get(BASE_VARIABLE) or DEFAULT_BASE,
                _engine_key(entry, config.environment),
                _sent(entry.params),
            ),
            Lane(Path.PROXY, alias, proxy_base, proxy_key),
        )
        for entry in config.entries
        if entry.for_docker_model_runner
        for alias, model in _names(entry, models)
    ]


def _names(entry: ModelEntry, models: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not entry.wildcard:
        yield entry.model_name, entry.provider_model
        return
    for model in models:
        yield entry.model_name.replace("*", model), entry.provider_model.replace("*", model)


def _engine_key(entry: ModelEntry, environment: Mapping[str, str]) -> Secret:
    return entry.api_key or Secret(environment.get(KEY_VARIABLE) or DEFAULT_KEY)


def _sent(params: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    sent: dict[str, JsonValue] = {
        name: value for name, value in params.items() if name in _SENT and value is not None
    }
    extra = params.get("extra_body")
    return {**sent, **extra} if isinstance(extra, dict) else sent
