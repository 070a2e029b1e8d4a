"""Configurations with one fault each: what the linter says, and what the real LiteLLM does."""

from dataclasses import dataclass

KEY = "general_settings:\n  master_key: sk-a-long-key-of-our-own\n"
BASE = "http://localhost:12434/engines/llama.cpp/v1"
PARAMS = f"model: docker_model_runner/m, api_base: {BASE}"
CRASH = None


@dataclass(frozen=True)
class Case:
    """`models` are what LiteLLM serves; CRASH where it does not start."""

    name: str
    text: str
    rule: str
    line: int
    models: tuple[str, ...] | None = ("a",)
    mended: str = ""
    """Words that the mended text holds; empty where nothing can be mended."""
    starts: bool = True
    """Whether the text may stand as it is: False adds no master key to it."""
    key: str = ""
    """What the finding is about, where that is worth saying."""

    @property
    def whole(self) -> str:
        return self.text + (KEY if self.starts else "")


def entry(params: str = PARAMS, name: str = "a") -> str:
    return f"model_list:\n  - model_name: {name}\n    litellm_params: {{{params}}}\n"


def on_base(base: str) -> str:
    return entry(f"model: docker_model_runner/m, api_base: '{base}'")


PASTED = f"""\
model_list:
-model_name: a
litellm_params:
model: docker_model_runner/m
api_base: {BASE}
"""
DEEP = f"""\
model_list:
  - model_name: a
    litellm_params:
      model: docker_model_runner/m
      api_base: {BASE}
"""
_DOCKER = "model: docker_model_runner/m"

SHAPES = (
    Case("indentation lost", PASTED, "lost-indentation", 2, (), "  - model_name: a\n"),
    Case("tabs", DEEP.replace("      api", "\t\t\tapi"), "tabs", 5, CRASH, "      api_base"),
    Case("no closing quote", 'model_list: "\n', "yaml", 4, CRASH),
    Case("empty", "", "empty", 0, CRASH, starts=False),
    Case("a list at the top", "- a\n- b\n", "no-mapping", 1, CRASH, starts=False),
    Case("no models", "litellm_settings: {}\n", "no-models", 0, ()),
    Case(
        "model_list misspelt",
        DEEP.replace("model_list", "modle_list"),
        "unknown-key",
        1,
        (),
        "model_list:",
    ),
    Case("model_list twice", "model_list: []\n" + DEEP, "repeated-key", 2),
    Case("model_list a mapping", "model_list: {a: b}\n", "no-list", 1, CRASH),
    Case("no model_name", DEEP.replace("model_name", "name"), "model-name", 2, CRASH),
    Case("a number for a name", DEEP.replace(": a", ": 3.1"), "model-name", 2, CRASH, "'3.1'"),
    Case("no litellm_params", "model_list:\n  - model_name: a\n", "no-params", 2, CRASH),
    Case(
        "litellm_params empty",
        "model_list:\n  - model_name: a\n    litellm_params:\n",
        "no-params",
        3,
        CRASH,
    ),
    Case("no model", entry("api_key: x"), "no-model", 3, CRASH),
    Case(
        "the gateway's form",
        DEEP.replace("litellm_params", "params"),
        "gateway-form",
        3,
        CRASH,
        "litellm_params:",
    ),
    Case("include a text", "include: x.yaml\n" + DEEP, "include", 1, CRASH),
    Case("include missing", "include: [gone.yaml]\n" + DEEP, "include", 1, CRASH),
)
MODELS = (
    Case(
        "no provider",
        entry(f"model: ai/smollm2, api_base: {BASE}"),
        "provider",
        3,
        (),
        "docker_model_runner/ai/smollm2",
    ),
    Case(
        "no provider nor slash",
        entry(f"model: smollm2, api_base: {BASE}"),
        "provider",
        3,
        (),
        "docker_model_runner/smollm2",
    ),
    Case(
        "provider misspelt",
        entry(f"model: docker_model_runer/m, api_base: {BASE}"),
        "provider",
        3,
        (),
        "docker_model_runner/m",
    ),
    Case(
        "dashes in the provider",
        entry(f"model: docker-model-runner/m, api_base: {BASE}"),
        "provider",
        3,
        (),
        "docker_model_runner/m",
    ),
    Case(
        "the engine in the model",
        entry(f"model: docker_model_runner/vllm/m, api_base: {BASE}"),
        "engine-in-model",
        3,
        ("a",),
        "/engines/vllm/v1",
    ),
    Case("rpm is a word", entry(PARAMS + ", rpm: many"), "no-number", 3, ()),
    Case(
        "a parameter misspelt",
        DEEP.replace("api_base", "api_bas"),
        "unknown-parameter",
        5,
        ("a",),
        "api_base",
    ),
    Case("one name twice", DEEP + DEEP.partition("\n")[2], "shared-name", 6, ("a",)),
)
