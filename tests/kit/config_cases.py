"""All faulty configurations, and some that have no fault."""

from kit.config_names import NAMES
from kit.config_shapes import BASE, CRASH, DEEP, KEY, MODELS, PARAMS, SHAPES, Case, entry, on_base
from kit.config_types import TYPES

BASES = (
    Case(
        "no /v1",
        on_base("http://h:1/engines/llama.cpp"),
        "base-without-v1",
        3,
        ("a",),
        "http://h:1/engines/llama.cpp/v1",
    ),
    Case("no engine", on_base("http://localhost:12434"), "base-path", 3, ("a",), BASE),
    Case(
        "the route itself",
        on_base(BASE + "/chat/completions"),
        "base-without-v1",
        3,
        ("a",),
        f"{BASE}}}",
    ),
    Case("/v1 twice", on_base(BASE + "/v1"), "base-without-v1", 3, ("a",), f"{BASE}}}"),
    Case(
        "no scheme", on_base("localhost:12434/engines/llama.cpp/v1"), "base-scheme", 3, ("a",), BASE
    ),
    Case("another scheme", on_base("ws://localhost:12434"), "base-unreadable", 3),
    Case("a query", on_base(BASE + "?x=1"), "base-unreadable", 3),
    Case("a socket", on_base("unix:///var/run/docker.sock"), "base-socket", 3),
    Case("port 22088", on_base("http://localhost:22088/engines/llama.cpp/v1"), "base-port", 3),
    Case(
        "a container's name",
        on_base("http://model-runner.docker.internal/engines/v1"),
        "base-host",
        3,
    ),
    Case(
        "no base",
        DEEP.replace(f"      api_base: {BASE}\n", ""),
        "base-missing",
        4,
        ("a",),
        f"      api_base: {BASE}\n",
    ),
    Case("an unset base", on_base("os.environ/QUAYSIDE_UNSET"), "unset-variable", 3),
    Case("a variable and more", on_base("os.environ/QUAYSIDE_UNSET/v1"), "unset-variable", 3),
    Case(
        "the shell's variable",
        on_base("${QUAYSIDE_BASE}"),
        "shell-variable",
        3,
        ("a",),
        "os.environ/QUAYSIDE_BASE",
    ),
)
SECTIONS = (
    Case(
        "a router setting misspelt",
        DEEP + "router_settings: {num_retires: 1}\n",
        "unknown-key",
        6,
        ("a",),
        "num_retries",
    ),
    Case(
        "a section misspelt",
        DEEP + "litelm_settings: {}\n",
        "unknown-key",
        6,
        ("a",),
        "litellm_settings",
    ),
    Case(
        "health checks",
        DEEP + KEY + "  background_health_checks: true\n",
        "background-health-checks",
        8,
        ("a",),
        "background_health_checks: false",
        starts=False,
    ),
    Case("no master key", DEEP, "no-master-key", 0, ("a",), starts=False),
    Case(
        "a public key",
        DEEP + KEY.replace("sk-a-long-key-of-our-own", "sk-1234"),
        "public-master-key",
        7,
        ("a",),
        "os.environ/LITELLM_MASTER_KEY",
        starts=False,
    ),
    Case(
        "a number for a key",
        DEEP + "general_settings: {master_key: 1234}\n",
        "number-master-key",
        6,
        CRASH,
        "'1234'",
        starts=False,
    ),
    Case(
        "the key elsewhere",
        DEEP + "litellm_settings: {master_key: sk-x}\n",
        "misplaced-master-key",
        6,
        ("a",),
        starts=False,
    ),
)
CASES = (*SHAPES, *MODELS, *BASES, *SECTIONS, *TYPES, *NAMES)
GOOD = (
    Case("one model", DEEP, "", 0),
    Case("an alias with a dot", entry(name="llama-3.1"), "", 0, ("llama-3.1",)),
    Case(
        "a wildcard",
        entry(f"model: docker_model_runner/*, api_base: {BASE}", "docker_model_runner/*"),
        "",
        0,
        ("docker_model_runner/*",),
    ),
    Case(
        "the provider apart",
        entry(f"model: ai/smollm2, custom_llm_provider: docker_model_runner, api_base: {BASE}"),
        "",
        0,
    ),
    Case("another provider", entry("model: openai/gpt-4o, api_key: sk-x"), "", 0),
    Case(
        "defaults of a call", entry(PARAMS + ", temperature: 0, max_tokens: 8, timeout: 9"), "", 0
    ),
    Case("the default engine", on_base("http://localhost:12434/engines/v1"), "", 0),
    Case("a variable for a section", DEEP + "router_settings: os.environ/QUAYSIDE_UNSET\n", "", 0),
    Case("a model of a big service", entry("model: gpt-4o"), "", 0),
    Case("an alias of the router", DEEP + "router_settings: {model_group_alias: {b: a}}\n", "", 0),
    Case("a base_url", entry(f"model: docker_model_runner/m, base_url: {BASE}"), "", 0),
)
