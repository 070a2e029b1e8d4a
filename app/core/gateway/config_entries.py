"""Turns raw items of `model_list` into entries, and says where one cannot be used."""

from collections.abc import Mapping
from typing import cast

from ..lanes import JsonValue
from ..secret import Secret
from .config_files import Deployment
from .config_model import ModelEntry, Problem
from .config_values import PREFIX, Resolver

SHAPE = (
    "model_list:\n"
    "  - model_name: smollm2\n"
    "    litellm_params:\n"
    "      model: docker_model_runner/ai/smollm2\n"
    "      api_base: http://localhost:12434/engines/llama.cpp/v1"
)
_SEPARATE = frozenset(("model", "api_base", "base_url", "api_key", "custom_llm_provider"))


def read_entry(
    deployment: Deployment, environment: Mapping[str, str]
) -> tuple[ModelEntry | None, list[Problem]]:
    """The entry, or None when LiteLLM could not use it; and all that is wrong with it."""
    problems = _shape_problems(deployment)
    if problems:
        return None, problems
    value = cast(dict[str, object], deployment.value)
    resolved, problems = _resolved(deployment, value, environment)
    return _entry(deployment, str(value["model_name"]), resolved), problems


def _entry(deployment: Deployment, model_name: str, params: Mapping[str, JsonValue]) -> ModelEntry:
    model, provider = _text(params.get("model")), _text(params.get("custom_llm_provider"))
    return ModelEntry(
        model_name=model_name,
        provider_model=f"{provider}/{model}" if provider else model,
        api_base=_text(params.get("api_base")) or _text(params.get("base_url")),
        api_key=Secret(_text(params.get("api_key"))),
        params={name: value for name, value in params.items() if name not in _SEPARATE},
        wildcard="*" in model_name,
        file=deployment.file,
        line=deployment.line,
    )


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def _resolved(
    deployment: Deployment, value: Mapping[str, object], environment: Mapping[str, str]
) -> tuple[dict[str, JsonValue], list[Problem]]:
    params: dict[str, JsonValue] = {}
    problems: list[Problem] = []
    for key, raw in cast(dict[object, object], value["litellm_params"]).items():
        resolver = Resolver(environment)
        params[str(key)] = resolver.resolve(raw)
        line = deployment.line_of(f"litellm_params.{key}")
        problems += [_unset(deployment, line, str(key), name) for name in resolver.unset]
    return params, problems


def _unset(deployment: Deployment, line: int, key: str, name: str) -> Problem:
    text = f"`{key}` names the environment variable {name}, which is not set"
    if key in ("api_base", "base_url"):
        text += "; LiteLLM then falls back to http://localhost:22088/engines/llama.cpp"
    cure = f"export {name}=…"
    if "/" in name:
        cure = f"`{PREFIX}` takes a whole value: put all of it into one variable"
    return Problem(deployment.file, line, text, cure, "unset-variable")


def _shape_problems(deployment: Deployment) -> list[Problem]:
    value = deployment.value
    if not isinstance(value, dict):
        return [_problem(deployment, "", "this entry of `model_list` is not a mapping", "no-entry")]
    entry = cast(dict[str, object], value)
    name = entry.get("model_name")
    if not isinstance(name, str):
        words = "has no `model_name`" if name is None else f"has `model_name: {name}`, not a text"
        cure = f"write it as text: model_name: '{name}'" if name is not None else ""
        return [_problem(deployment, "model_name", f"this entry {words}", "model-name", cure)]
    return _params_problems(deployment, entry, name)


def _params_problems(deployment: Deployment, entry: dict[str, object], name: str) -> list[Problem]:
    params = entry.get("litellm_params")
    if params is None and "params" in entry:
        return [
            _problem(
                deployment,
                "params",
                f"'{name}' has `params`, which is the form of `docker model gateway`; "
                "LiteLLM stops at it with KeyError: 'litellm_params'",
                "gateway-form",
                "serve it with `docker model gateway`, or rename `params` to `litellm_params`",
            )
        ]
    if not isinstance(params, dict):
        return [
            _problem(deployment, "litellm_params", f"'{name}' has no `litellm_params`", "no-params")
        ]
    model = cast(dict[str, object], params).get("model")
    if not isinstance(model, str) or not model:
        return [
            _problem(
                deployment, "litellm_params", f"'{name}' has no `model` to send to", "no-model"
            )
        ]
    return []


def _problem(deployment: Deployment, key: str, text: str, rule: str, cure: str = "") -> Problem:
    cure = cure or f"give the entry this form:\n{SHAPE}"
    return Problem(deployment.file, deployment.line_of(key), text, cure, rule)
