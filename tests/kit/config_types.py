"""Values of the wrong type, in parameters, sections and the router."""

from kit.config_shapes import BASE, CRASH, DEEP, KEY, PARAMS, Case, entry

_DOCKER = "model: docker_model_runner/m"


def params(more: str, name: str, rule: str, models: tuple[str, ...], mended: str = "") -> Case:
    return Case(name, entry(f"{PARAMS}, {more}"), rule, 3, models, mended)


def router(more: str, name: str, rule: str, models=("a",), mended: str = "") -> Case:
    return Case(name, DEEP + f"router_settings: {{{more}}}\n", rule, 6, models, mended)


PARAMETERS = (
    Case("a number for a base", entry(_DOCKER + ", api_base: 12434"), "no-text", 3, (), "12434"),
    Case("a list for a base", entry(_DOCKER + f", api_base: [{BASE}]"), "no-text", 3, ()),
    Case("a number for a model", entry(f"model: 3, api_base: {BASE}"), "no-model", 3, CRASH),
    Case("an empty model", entry(f"model: '', api_base: {BASE}"), "provider", 3, ()),
    params("api_key: 1234", "a number for a key of an engine", "no-text", (), "'1234'"),
    params("api_version: 2024", "a number for a version", "no-text", (), "'2024'"),
    params("rpm: 1.5", "half a request a minute", "no-number", ()),
    params("tpm: '1e3'", "tokens with an exponent", "no-number", ()),
    params("max_retries: '7.0'", "retries that are no whole number", "no-number", ()),
    params("input_cost_per_token: free", "a word for a cost", "no-number", ()),
    params("max_budget: much", "a word for a budget", "no-number", ()),
    params("tags: x", "a text for tags", "wrong-type", ()),
    params("use_in_pass_through: maybe", "neither true nor false", "wrong-type", ()),
    params("timeout: [1]", "a list for a timeout", "no-number", ()),
    params("model_info: x", "a text for the info within the parameters", "wrong-type", ()),
    params("3: x", "a number for the name of a parameter", "no-text-key", ()),
    params("timeout: soon", "a word for a timeout", "no-number", ("a",)),
    params("weight: many", "a word for a weight", "no-number", ("a",)),
    params("max_parallel_requests: many", "a word for a limit", "no-number", ("a",)),
    params("extra_headers: x", "a text for headers", "wrong-type", ("a",)),
    params("temperature: '0.5'", "a temperature in quotes", "no-number", ("a",), "re: 0.5"),
    params("temperature: hot", "a word for a temperature", "no-number", ("a",)),
    params("reasoning_effort: low", "a parameter that is refused", "refused-parameter", ("a",)),
    params("foo_bar: 1", "a parameter of nobody", "sent-parameter", ("a",)),
    Case(
        "a text for the info",
        DEEP + "    model_info: x\n",
        "model-info",
        6,
        CRASH,
        key="model_list[0].model_info",
    ),
    Case(
        "a text for parameters",
        entry().replace("{", "'{").replace("}", "}'"),
        "no-params",
        3,
        CRASH,
    ),
    Case("a list for a name", entry(name="[a]"), "model-name", 2, CRASH),
    Case("a date for a name", entry(name="2024-01-01"), "model-name", 2, CRASH, "'2024-01-01'"),
    Case("on for a name", entry(name="on"), "model-name", 2, CRASH, "'on'"),
    Case("null for a name", entry(name="null"), "model-name", 2, CRASH),
    Case("an entry that is a text", "model_list: [x]\n", "no-entry", 1, CRASH),
    Case("model_list a number", "model_list: 3\n", "no-list", 1, CRASH),
    Case("model_list empty", "model_list:\n", "no-models", 1, ()),
    Case("an anchor within itself", entry(PARAMS + ", extra_body: &x {a: *x}"), "loop", 3, CRASH),
)
SECTIONS = (
    Case(
        "general_settings a text",
        DEEP + "general_settings: x\n",
        "section-form",
        6,
        CRASH,
        starts=False,
    ),
    Case("litellm_settings a list", DEEP + "litellm_settings: [x]\n", "section-form", 6, CRASH),
    Case("variables a text", DEEP + "environment_variables: x\n", "section-form", 6, CRASH),
    Case("guardrails a text", DEEP + "guardrails: x\n", "section-form", 6, CRASH),
    Case("credentials a text", DEEP + "credential_list: x\n", "section-form", 6, CRASH),
    Case("router_settings a list", DEEP + "router_settings: [x]\n", "section-form", 6),
    Case(
        "a number for the name of a variable",
        DEEP + "environment_variables: {3: x}\n",
        "no-text-key",
        6,
        CRASH,
        "{'3': x}",
    ),
    Case(
        "a number for the name of an alias",
        DEEP + "router_settings: {model_group_alias: {3: a}}\n",
        "no-text-key",
        6,
        CRASH,
        "{'3': a}",
        key="router_settings.model_group_alias.3",
    ),
    Case(
        "callbacks without a value",
        DEEP + "litellm_settings: {callbacks: }\n",
        "no-callbacks",
        6,
        CRASH,
    ),
)
SECTIONS += (
    Case(
        "a date in general",
        DEEP + KEY + "  database_url: 2024-01-01\n",
        "date",
        8,
        CRASH,
        "'2024-01-01'",
        starts=False,
    ),
    Case(
        "an anchor within itself in general",
        DEEP + KEY + "  alerting_args: &x {a: [*x]}\n",
        "loop",
        6,
        CRASH,
        starts=False,
    ),
)
ROUTER = (
    router(
        "routing_strategy: simple-shufle",
        "a strategy misspelt",
        "routing-strategy",
        CRASH,
        "shuffle",
    ),
    router("routing_strategy: fastest", "a strategy that there is not", "routing-strategy", CRASH),
    Case(
        "health checks of the router",
        DEEP + "router_settings:\n  health_check_interval: 5\n" + KEY,
        "misplaced-key",
        7,
        CRASH,
        "general_settings:\n  health_check_interval: 5\n",
        starts=False,
    ),
    router("model_group_alias: x", "aliases that are a text", "wrong-type", CRASH),
    router("model_group_alias: {b: nope}", "an alias of nobody", "unknown-alias"),
    router("fallbacks: {a: [a]}", "fallbacks as a mapping", "fallback-shape", CRASH),
    router("fallbacks: [{a: [a], b: [a]}]", "two names in one fallback", "fallback-shape", CRASH),
    router("fallbacks: [{a: [b]}]", "a fallback to nobody", "unknown-alias"),
    router("fallbacks: [{b: [a]}]", "a fallback of nobody", "unknown-alias"),
    router("fallbacks: [{a: a}]", "a fallback that is no list", "fallback-shape", ("a",), "['a']"),
    router("timeout: soon", "a word for the router's timeout", "no-number"),
    router("num_retries: two", "a word for retries", "no-number"),
    Case(
        "fallbacks of the module as a mapping",
        DEEP + "litellm_settings: {fallbacks: {a: [a]}}\n",
        "fallback-shape",
        6,
        CRASH,
    ),
)
TYPES = (*PARAMETERS, *SECTIONS, *ROUTER)
