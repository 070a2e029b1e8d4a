"""Names: aliases, providers, variables, and keys that stand in another place than LiteLLM reads."""

from kit.config_shapes import BASE, CRASH, DEEP, KEY, PARAMS, Case, entry, on_base

_DOCKER = "model: docker_model_runner/m"
_ON = f"api_base: {BASE}"


def model(text: str, name: str, rule: str, models: tuple[str, ...], mended: str = "") -> Case:
    return Case(name, entry(f"model: {text}, {_ON}"), rule, 3, models, mended)


MODELS = (
    model(
        "docker/ai/m", "another name of the provider", "provider", (), "docker_model_runner/ai/m"
    ),
    model("dmr/ai/m", "the provider shortened", "provider", (), "docker_model_runner/ai/m"),
    model(
        "Docker_Model_Runner/m", "the provider in capitals", "provider", (), "docker_model_runner/m"
    ),
    model(
        "' docker_model_runner/m'",
        "a blank before the provider",
        "provider",
        (),
        " docker_model_runner/m",
    ),
    model("hf.co/b/m", "a place of models", "provider", (), "docker_model_runner/hf.co/b/m"),
    model("meta-llama/m", "an owner of models", "provider", (), "docker_model_runner/meta-llama/m"),
    Case(
        "a provider of nobody",
        entry("model: foo/m, api_base: 'https://example.com/v1'"),
        "provider",
        3,
        (),
    ),
    model("docker_model_runner/", "no model after the provider", "model-text", ("a",)),
    model("'docker_model_runner/ m'", "a blank before the model", "model-text", ("a",), "runner/m"),
    model(
        "docker_model_runner/docker_model_runner/m",
        "the provider twice",
        "model-text",
        ("a",),
        "runner/m",
    ),
    model(
        "docker_model_runner/*",
        "a wildcard under a plain name",
        "wildcard-model",
        ("a",),
        "name: docker",
    ),
    model(
        "m, custom_llm_provider: docker",
        "no such provider apart",
        "provider",
        (),
        "docker_model_runner",
    ),
    model(
        "docker_model_runner/m, custom_llm_provider: openai",
        "two providers",
        "two-providers",
        ("a",),
    ),
)
ALIASES = (
    Case("an empty name", entry(name="''"), "alias-empty", 2, ("",)),
    Case("a name with blanks", entry(name="' a '"), "alias-blank", 2, (" a ",), "model_name: a\n"),
    Case("a wildcard before a plain model", entry(name="'x/*'"), "wildcard-name", 2, ("x/*",)),
    Case(
        "names alike",
        DEEP + DEEP.partition("\n")[2].replace(": a", ": A"),
        "alike-names",
        6,
        ("a", "A"),
    ),
)
VARIABLES = (
    Case(
        "a variable of Python's",
        on_base("os.environ.BASE"),
        "variable-form",
        3,
        ("a",),
        "os.environ/BASE",
    ),
    Case(
        "a variable in capitals",
        on_base("OS.ENVIRON/BASE"),
        "variable-form",
        3,
        ("a",),
        "os.environ/BASE",
    ),
    Case(
        "a blank in a variable",
        on_base("os.environ/ BASE"),
        "variable-form",
        3,
        ("a",),
        "os.environ/BASE",
    ),
    Case("a dollar alone", on_base("$BASE"), "variable-form", 3, ("a",), "os.environ/BASE"),
    Case(
        "a variable for a model",
        entry(f"model: os.environ/QUAYSIDE_UNSET, {_ON}"),
        "no-model",
        3,
        CRASH,
    ),
    Case("an unset name", entry(name="os.environ/QUAYSIDE_UNSET"), "model-name", 2, CRASH),
    Case("a variable in a list", entry(PARAMS + ", tags: [os.environ/TAG]"), "variable-in-list", 3),
    Case(
        "a variable that the file sets",
        on_base("os.environ/QUAYSIDE_OWN") + f"environment_variables: {{QUAYSIDE_OWN: '{BASE}'}}\n",
        "unset-variable",
        3,
    ),
    Case(
        "a variable without a value",
        DEEP + "environment_variables: {QUAYSIDE_OWN: }\n",
        "variable-text",
        6,
    ),
    Case(
        "a variable that is true",
        DEEP + "environment_variables: {QUAYSIDE_OWN: true}\n",
        "variable-text",
        6,
        ("a",),
        "'true'",
    ),
    Case(
        "a variable that no file may set",
        DEEP + "environment_variables: {NO_PROXY: x}\n",
        "blocked-variable",
        6,
    ),
)
PLACES = (
    Case(
        "a base beside the parameters",
        f"model_list:\n  - model_name: a\n    {_ON}\n    litellm_params:\n      {_DOCKER}\n",
        "misplaced-parameter",
        3,
        ("a",),
        f"    litellm_params:\n      {_ON}\n",
    ),
    Case(
        "retries in general",
        DEEP + "general_settings:\n  master_key: sk-a-long-key\n  num_retries: 2\n",
        "misplaced-key",
        8,
        ("a",),
        "router_settings:\n  num_retries: 2\n",
        starts=False,
    ),
    Case(
        "dropping in general",
        DEEP + KEY + "  drop_params: true\n",
        "misplaced-key",
        8,
        ("a",),
        "litellm_settings:\n  drop_params: true\n",
        starts=False,
    ),
    Case(
        "the key at the margin",
        DEEP + "master_key: sk-x-y-z\n",
        "misplaced-master-key",
        6,
        ("a",),
        "general_settings:\n  master_key: sk-x-y-z\n",
        starts=False,
    ),
    Case(
        "a general setting misspelt",
        DEEP + KEY + "  backround_health_checks: true\n",
        "unknown-key",
        8,
        starts=False,
    ),
    Case(
        "a module setting misspelt",
        DEEP + "litellm_settings: {drop_parms: true}\n",
        "unknown-key",
        6,
        ("a",),
        "drop_params",
    ),
    Case("a base twice", DEEP + f"      {_ON}\n", "repeated-key", 6),
    Case(
        "a name twice in an entry",
        DEEP.replace(": a\n", ": a\n    model_name: b\n"),
        "repeated-key",
        3,
        ("b",),
    ),
    Case(
        "an empty key",
        DEEP + "general_settings: {master_key: ' '}\n",
        "empty-master-key",
        6,
        starts=False,
    ),
    Case(
        "an unset key",
        DEEP + "general_settings: {master_key: os.environ/QUAYSIDE_UNSET}\n",
        "unset-master-key",
        6,
        starts=False,
    ),
    Case(
        "a public key with blanks",
        DEEP + "general_settings: {master_key: ' sk-1234 '}\n",
        "public-master-key",
        6,
        ("a",),
        "os.environ",
        starts=False,
    ),
    Case(
        "a key set too late",
        DEEP + "environment_variables: {LITELLM_MASTER_KEY: sk-long}\n",
        "no-master-key",
        0,
        starts=False,
    ),
    Case(
        "another engine's spelling",
        on_base("http://h:1/engines/llama_cpp/v1"),
        "base-engine",
        3,
        ("a",),
        "llama.cpp",
    ),
    Case("an engine of nobody", on_base("http://h:1/engines/foo/v1"), "base-engine", 3),
    Case("a blank after the base", on_base(BASE + " "), "base-blank", 3, ("a",), BASE),
    Case(
        "health checks by a text",
        DEEP + KEY + "  background_health_checks: 'no'\n",
        "background-health-checks",
        8,
        starts=False,
    ),
)
NAMES = (*MODELS, *ALIASES, *VARIABLES, *PLACES)
