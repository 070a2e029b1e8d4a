"""What LiteLLM Proxy and `docker model gateway` answer for themselves."""

from .evidence import Evidence, Rule, Words


def _gateway(evidence: Evidence) -> bool:
    return evidence.from_gateway


def _keyless(evidence: Evidence) -> bool:
    return evidence.from_gateway and not evidence.keyed


def _runner_path(evidence: Evidence) -> bool:
    return evidence.from_gateway and "/engines/" in evidence.request.url


_KEY_MISSING = Words(
    "key-missing",
    "the gateway wants a key",
    "The request had no key; a LiteLLM Proxy answers only to its master key or one made by it.",
    "Set the key of the proxy (QUAYSIDE_PROXY_KEY): it is general_settings.master_key in "
    "config.yaml, or LITELLM_MASTER_KEY.",
    "export QUAYSIDE_PROXY_KEY=",
)
_KEY_REJECTED = Words(
    "key-rejected",
    "the gateway does not accept this key",
    "It is not the master key. A LiteLLM Proxy without a database then looks for a database "
    "and says 'No connected db.'",
    "Use the key in general_settings.master_key of config.yaml (or LITELLM_MASTER_KEY).",
    "export QUAYSIDE_PROXY_KEY=",
)
_UPSTREAM_DOWN = Words(
    "upstream-unreachable",
    "the gateway cannot reach the engine behind '{model}'",
    "Nothing answers at this alias's api_base: wrong port (Docker Model Runner has 12434), "
    "or the runner is down. LiteLLM says only '{message}'",
    "Check api_base of '{model}' in config.yaml; an sdk lane on that base tells more.",
    "curl http://localhost:12434/engines/status",
)

GATEWAY_RULES: tuple[Rule, ...] = (
    Rule(
        Words(
            "cooldown",
            "the gateway rests '{model}' after a failure",
            "LiteLLM takes a failing deployment out for some seconds; this hides the true error, "
            "which came one request earlier.",
            "Wait {wait} s and send again; to see the true error at once, set router_settings: "
            "num_retries: 0, disable_cooldowns: true in config.yaml.",
        ),
        pattern=r"all_deployments_in_cooldown|in cooldown|cooldown_list"
        r"|no deployments available for selected model",
    ),
    Rule(_KEY_MISSING, pattern=r"no api key passed|no_api_key|missing api key", holds=_gateway),
    Rule(_KEY_MISSING, frozenset({400, 401, 403}), r"no connected db|no_db_connection", _keyless),
    Rule(_KEY_REJECTED, frozenset({400, 401, 403}), r"no connected db|no_db_connection"),
    Rule(_KEY_MISSING, frozenset({401}), "", _keyless),
    Rule(_KEY_MISSING, frozenset({500}), r"\A\s*internal server error\s*\Z", _keyless),
    Rule(
        Words(
            "no-database",
            "this route of the gateway needs a database",
            "Keys, users and budgets are kept there, and the proxy runs without one: {message}",
            "Use routes that work without a database, or set DATABASE_URL for the proxy.",
        ),
        pattern=r"db not connected|needs a database|database not connected",
    ),
    Rule(
        Words(
            "parameter-refused",
            "the gateway refuses a parameter of the request",
            "It does not let clients choose credentials or addresses: {message}",
            "Leave the parameter out; the address belongs into config.yaml.",
        ),
        frozenset({400, 401, 403}),
        r"is not allowed in request body|rejected request",
    ),
    Rule(
        Words(
            "parameter-unsupported",
            "the gateway refuses a parameter for this provider",
            "LiteLLM lists what docker_model_runner takes: {message}",
            "Leave the parameter out, or set litellm_settings: drop_params: true in config.yaml.",
        ),
        pattern=r"unsupportedparams|does not support parameters",
    ),
    Rule(
        Words(
            "provider-missing",
            "the gateway does not know which provider '{model}' belongs to",
            "The entry's model in config.yaml lacks the prefix docker_model_runner/.",
            "Write it as model: docker_model_runner/ai/smollm2",
        ),
        pattern=r"llm provider not provided",
    ),
    Rule(
        Words(
            "wrong-route",
            "a runner's path was sent to a gateway",
            "LiteLLM took a part of the path for a model's name.",
            "A gateway's base ends with its port: {origin}",
        ),
        frozenset({400, 404}),
        r"no healthy deployments|does not exist",
        _runner_path,
    ),
    Rule(
        Words(
            "model-missing",
            "no model was named",
            "The gateway got a request without a model.",
            "Choose an alias for this lane; the gateway lists them at {origin}/v1/models.",
        ),
        frozenset({400}),
        r"you passed in model=none\b",
    ),
    Rule(
        Words(
            "alias-unknown",
            "the gateway has no alias '{model}'",
            "No model_name in its config.yaml is called so, or its entry was skipped when the "
            "file was read.",
            "Use an alias that the gateway lists at {origin}/v1/models, or add this one to "
            "model_list.",
        ),
        frozenset({400, 403, 404}),
        r"no healthy deployments|invalid model name|model .{0,200}does not exist"
        r"|not accessible|key not allowed to access model|team not allowed to access model",
        _gateway,
    ),
    Rule(
        Words(
            "repeated-chunk",
            "LiteLLM stopped the answer: the model repeats itself",
            "After 100 equal pieces LiteLLM gives up; the engine itself would go on.",
            "Raise repeat_penalty or temperature, or start the proxy with "
            "REPEATED_STREAMING_CHUNK_LIMIT=1000; an sdk lane has no such limit.",
        ),
        pattern=r"repeating the same chunk",
    ),
    Rule(
        _UPSTREAM_DOWN,
        pattern=r"connection error\.?|cannot connect to host|connection refused"
        r"|deployments for model .{0,200} are unavailable",
        holds=_gateway,
    ),
    Rule(
        Words(
            "timeout",
            "the engine behind '{model}' did not answer in the gateway's time",
            "LiteLLM gave up and closed the connection; a model that was still loading is then "
            "never loaded: {message}",
            "Raise timeout of this entry in config.yaml, or take it out, and load the model first.",
        ),
        frozenset({408, 500, 504}),
        r"timed? ?out|timeout",
        _gateway,
    ),
    Rule(
        Words(
            "upstream-hidden",
            "the engine behind '{model}' refused, and LiteLLM hides why",
            "With openai-python 3 only '{message}' is left of the engine's words: wrong path, "
            "unknown engine, model not pulled or a failed load look alike.",
            "Ask the same with an sdk lane on this alias's api_base: it shows the engine's words.",
        ),
        pattern=r"error code: \d{3}\s*\Z",
        holds=lambda evidence: evidence.wrapped,
    ),
    Rule(
        Words(
            "gateway-crashed",
            "the gateway failed inside",
            "It says nothing more; its own log has a traceback. A request with an unusual "
            "parameter, or a part of LiteLLM that is not installed, does this.",
            "Look at what the gateway printed; send the same with fewer parameters.",
        ),
        frozenset({500}),
        r"\A\s*internal server error\s*\Z",
        _gateway,
    ),
)
