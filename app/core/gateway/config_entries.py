"""Turns raw items of `model_list` into entries, and says where one cannot be used."""

import re
from collections.abc import Container, Iterator, Mapping
from typing import cast

from ..lanes import JsonValue
from ..secret import Secret
from .config_files import LIST_KEY, Deployment
from .config_model import ModelEntry, Problem
from .config_values import PREFIX, Resolver

SHAPE = (
    "model_list:\n"
    "  - model_name: smollm2\n"
    "    litellm_params:\n"
    "      model: docker_model_runner/ai/smollm2\n"
    "      api_base: http://localhost:12434/engines/llama.cpp/v1"
)
_NAME = re.compile(r"\w+", re.ASCII)
_SEPARATE = frozenset(("model", "api_base", "base_url", "api_key", "custom_llm_provider"))


def read_entry(
    deployment: Deployment, environment: Mapping[str, str], later: Container[str] = ()
) -> tuple[ModelEntry | None, list[Problem]]:
    """The entry, or None when LiteLLM could not use it; and all that is wrong with it.

    `later` are names that the file sets itself, after LiteLLM has read its values.
    """
    resolver = Resolver(environment)
    value = resolver.resolve(deployment.value)
    problems = _shape_problems(deployment, value)
    if problems or not isinstance(value, dict):
        return None, problems
    problems = list(_unset_problems(deployment, environment, later))
    return _entry(deployment, str(value["model_name"]), _mapping(value["litellm_params"])), problems


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


def _mapping(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}


def _unset_problems(
    deployment: Deployment, environment: Mapping[str, str], later: Container[str]
) -> Iterator[Problem]:
    value = _raw_entry(deployment)["litellm_params"]
    for key, raw in cast("dict[object, object]", value).items():
        resolver = Resolver(environment)
        resolver.resolve(raw)
        for name in dict.fromkeys(resolver.unset):
            yield _unset(deployment, str(key), name, name in later)


def _unset(deployment: Deployment, key: str, name: str, later: bool) -> Problem:
    shown = name if _NAME.fullmatch(name) else "with such a name"
    text = f"`{key}` names the environment variable {shown}, which is not set"
    if later:
        text += f" yet: `environment_variables` sets {name} after the values were read"
    if key in ("api_base", "base_url"):
        text += "; LiteLLM then falls back to http://localhost:22088/engines/llama.cpp"
    cure = f"export {name}=…"
    if not _NAME.fullmatch(name):
        cure = f"`{PREFIX}` takes a whole value: put all of it into one variable"
    return _problem(deployment, f"litellm_params.{key}", text, "unset-variable", cure)


def _shape_problems(deployment: Deployment, resolved: JsonValue) -> list[Problem]:
    if not isinstance(resolved, dict):
        return [_problem(deployment, "", "this entry of `model_list` is not a mapping", "no-entry")]
    raw, name = _raw_entry(deployment).get("model_name"), resolved.get("model_name")
    # A date, which is no text to LiteLLM, is one here once it is resolved.
    if not isinstance(raw, str) or not isinstance(name, str):
        return [_name_problem(deployment)]
    return _params_problems(deployment, resolved, name)


def _raw_entry(deployment: Deployment) -> Mapping[str, object]:
    return cast("dict[str, object]", deployment.value)


def _name_problem(deployment: Deployment) -> Problem:
    raw = _raw_entry(deployment).get("model_name")
    if isinstance(raw, str):
        text = "this entry's `model_name` is that of a variable, which holds no name"
        return _problem(deployment, "model_name", text, "model-name", "write the name itself")
    words = "has no `model_name`" if raw is None else f"has `model_name: {raw}`, not a text"
    cure = f"write it as text: model_name: '{raw}'" if raw is not None else ""
    return _problem(deployment, "model_name", f"this entry {words}", "model-name", cure)


def _params_problems(
    deployment: Deployment, entry: Mapping[str, JsonValue], name: str
) -> list[Problem]:
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
    raw = cast("dict[str, object]", _raw_entry(deployment)["litellm_params"]).get("model")
    if not isinstance(raw, str) or not isinstance(params.get("model"), str):
        return [_model_problem(deployment, name, raw, "model" in params)]
    return []


def _model_problem(deployment: Deployment, name: str, raw: object, written: bool) -> Problem:
    if isinstance(raw, str):
        text = f"'{name}' takes its `model` from a variable, which is not set"
        cure = f"export {raw.removeprefix(PREFIX)}=docker_model_runner/…"
        return _problem(deployment, "litellm_params.model", text, "no-model", cure)
    key = "litellm_params.model" if written else "litellm_params"
    return _problem(deployment, key, f"'{name}' has no `model` to send to", "no-model")


def _problem(deployment: Deployment, key: str, text: str, rule: str, cure: str = "") -> Problem:
    cure = cure or f"give the entry this form:\n{SHAPE}"
    path = (LIST_KEY, deployment.number, *filter(None, key.split(".", 1)))
    return Problem(deployment.file, deployment.line_of(key), text, cure, rule, path)
