"""Reads and writes LiteLLM's `config.yaml`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import yaml

from ..lanes import JsonValue, Lane
from ..secret import Secret
from .config_entries import SHAPE, read_entry
from .config_files import LIST_KEY, Document, Merged, read_files
from .config_lanes import lanes_of
from .config_model import ConfigError, GatewayConfig, ModelEntry, Problem
from .config_values import PREFIX, Resolver, with_variables

__all__ = [
    "ConfigError",
    "GatewayConfig",
    "Lane",
    "ModelEntry",
    "Problem",
    "lanes_of",
    "read_config",
    "write_config",
]

MASTER_KEY_VARIABLE = "LITELLM_MASTER_KEY"
_LOST_KEYS = ("-model_name", "- model_name", "model_name", "litellm_params", "model", "api_base")


def read_config(
    path: Path, environment: Mapping[str, str], merged: Merged | None = None
) -> GatewayConfig:
    """Read a configuration with its includes, or take the files as they were read already.

    Raises `ConfigError` when a file is missing, unreadable or not YAML.
    """
    merged = merged or read_files(path)
    try:
        return _config(path, environment, merged)
    except RecursionError as problem:
        raise ConfigError(path, 0, "it is nested without end", "indent less", "yaml") from problem


def _config(path: Path, environment: Mapping[str, str], merged: Merged) -> GatewayConfig:
    # LiteLLM puts variables into all values first, and only then sets those of the file.
    own = with_variables(environment, merged.values.get("environment_variables"))
    entries: list[ModelEntry] = []
    problems = _file_problems(merged)
    for deployment in merged.deployments:
        entry, found = read_entry(deployment, environment, own)
        problems += found
        if entry is not None:
            entries.append(entry)
    general = _section(merged, "general_settings", environment)
    key, found = _master_key(merged, general, own if general else environment)
    return GatewayConfig(
        path,
        tuple(entries),
        key,
        _section(merged, "router_settings", environment),
        general,
        own,
        (*problems, *found),
    )


def write_config(entries: Sequence[ModelEntry]) -> str:
    """The text of a `config.yaml` that makes a proxy honest: no retries, no cooldowns.

    The master key stays out of it: LiteLLM takes it from `LITELLM_MASTER_KEY`.
    """
    document = {
        LIST_KEY: [_written(entry) for entry in entries],
        "router_settings": {"num_retries": 0, "disable_cooldowns": True},
        "general_settings": {
            "master_key": f"os.environ/{MASTER_KEY_VARIABLE}",
            # Forced usage would drop llama.cpp's timings from every stream.
            "always_include_stream_usage": False,
        },
    }
    text = yaml.safe_dump(document, sort_keys=False, allow_unicode=True)
    # Some characters end a line for YAML, and are not escaped where they stand as they are.
    return text if _reads_as(text, document) else yaml.safe_dump(document, sort_keys=False)


def _reads_as(text: str, document: object) -> bool:
    try:
        return yaml.safe_load(text) == document
    except yaml.YAMLError:
        return False


def _written(entry: ModelEntry) -> dict[str, JsonValue]:
    params: dict[str, JsonValue] = {"model": entry.provider_model}
    if entry.api_base:
        params["api_base"] = entry.api_base
    if entry.api_key:
        params["api_key"] = entry.api_key.reveal()
    return {"model_name": entry.model_name, "litellm_params": {**params, **entry.params}}


def _section(merged: Merged, name: str, environment: Mapping[str, str]) -> dict[str, JsonValue]:
    value = Resolver(environment).resolve(merged.values.get(name))
    return value if isinstance(value, dict) else {}


def _master_key(
    merged: Merged, general: Mapping[str, JsonValue], environment: Mapping[str, str]
) -> tuple[Secret | None, list[Problem]]:
    holders = [document for document in merged.documents if "general_settings" in document.lines]
    if "master_key" not in general or not holders:
        text = environment.get(MASTER_KEY_VARIABLE, "")
        return (Secret(text) if text else None), []
    resolved = general["master_key"]
    if isinstance(resolved, str) and resolved.strip():
        return Secret(resolved), []
    return None, [_key_problem(holders[-1], resolved)]


def _key_problem(document: Document, resolved: JsonValue) -> Problem:
    general = cast("dict[str, object]", document.values["general_settings"])
    raw = general["master_key"]
    text, cure = "`master_key` is empty", "give a key that begins with sk-, in quotes"
    rule = "empty-master-key"
    if resolved is not None and not isinstance(resolved, str):
        text, rule = "`master_key` is not a text", "number-master-key"
    elif resolved is None and isinstance(raw, str):
        name = raw.removeprefix(PREFIX)
        text, rule = "`master_key` is empty: its variable is not set", "unset-master-key"
        # What is no name may be the key itself, written at a wrong place.
        cure = f"master_key: {PREFIX}{MASTER_KEY_VARIABLE}"
        if name.isidentifier():
            cure = f"export {name}=sk-$(openssl rand -hex 24)"
    path = ("general_settings", "master_key")
    return Problem(document.file, document.lines[path[0]], text, cure, rule, path)


def _file_problems(merged: Merged) -> list[Problem]:
    problems = [
        problem for document in merged.documents for problem in _document_problems(document)
    ]
    root = merged.documents[0]
    explained = any(problem.rule != "repeated-key" for problem in problems)
    if not merged.values.get(LIST_KEY) and not explained:
        cure = f"name the models to serve:\n{SHAPE}"
        line = root.lines.get(LIST_KEY, 0)
        text = "`model_list` is empty" if line else "there is no `model_list`"
        problems.append(Problem(root.file, line, text, cure, "no-models", (LIST_KEY,)))
    return problems


def _document_problems(document: Document) -> list[Problem]:
    lost = [document.lines[key] for key in _LOST_KEYS if key in document.lines]
    if len(lost) > 1 or (lost and not document.values.get(LIST_KEY)):
        return [
            Problem(
                document.file,
                min(lost),
                "the indentation is lost: keys of a model stand at the left margin, "
                "so LiteLLM sees no model at all",
                f"indent them below `model_list:` again:\n{SHAPE}",
                "lost-indentation",
                (next(key for key, line in document.lines.items() if line == min(lost)),),
            )
        ]
    return [*_list_problems(document), *_repeated(document)]


def _list_problems(document: Document) -> list[Problem]:
    value = document.values.get(LIST_KEY)
    variable = isinstance(value, str) and value.startswith(PREFIX)
    if not value or isinstance(value, list) or variable:
        return []
    text = "`model_list` is not a list"
    cure = f"begin each model with a dash:\n{SHAPE}"
    return [Problem(document.file, document.lines[LIST_KEY], text, cure, "no-list", (LIST_KEY,))]


def _repeated(document: Document) -> list[Problem]:
    return [
        Problem(
            document.file,
            document.lines[key],
            f"`{key}` stands here for the second time; LiteLLM takes this one alone",
            "put both into one",
            "repeated-key",
            (key,),
        )
        for key in document.repeated
    ]
