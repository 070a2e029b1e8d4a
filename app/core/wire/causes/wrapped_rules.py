"""What an engine said to a gateway: the cure is then in the gateway's config.yaml."""

from .evidence import Evidence, Rule, Words


def _wrapped(evidence: Evidence) -> bool:
    return evidence.wrapped


_GOOD_BASE = "http://localhost:12434/engines/llama.cpp/v1"

WRAPPED_RULES: tuple[Rule, ...] = (
    Rule(
        Words(
            "model-not-pulled",
            "the runner behind '{model}' does not have its model",
            "The name behind docker_model_runner/ in this entry of config.yaml is not on the "
            "runner: never pulled, or another tag or namespace.",
            "Pull that name, or write one that `docker model list` shows.",
            "docker model list",
        ),
        pattern=r"model not found|error while getting model",
        holds=_wrapped,
    ),
    Rule(
        Words(
            "engine-unknown",
            "the runner behind '{model}' does not know the engine",
            "The name behind /engines/ in this entry's api_base is none of its engines.",
            "Write the entry's api_base with an engine that `docker model status` lists, such as "
            f"{_GOOD_BASE}",
            f"api_base: {_GOOD_BASE}",
        ),
        pattern=r"backend (was )?not found",
        holds=_wrapped,
    ),
    Rule(
        Words(
            "wrong-route",
            "the api_base of '{model}' leads to no route of the runner",
            "LiteLLM adds only /chat/completions to api_base, so on a Docker Model Runner it "
            "must end with /v1; or the engine's name in it is wrong.",
            "In config.yaml, end this entry's api_base with /v1.",
            f"api_base: {_GOOD_BASE}",
        ),
        frozenset({404}),
        r"not found",
        _wrapped,
    ),
    Rule(
        Words(
            "key-rejected",
            "the engine behind '{model}' does not accept the gateway's key",
            "The gateway let the request in; the server at the entry's api_base refused its "
            "key: {message}",
            "Set api_key of this entry in config.yaml (a Docker Model Runner needs none).",
            "api_key: os.environ/DOCKER_MODEL_RUNNER_API_KEY",
        ),
        frozenset({401, 403}),
        "",
        _wrapped,
    ),
)
