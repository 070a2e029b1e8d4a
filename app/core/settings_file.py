"""Reads `config.yaml`; whatever is wrong with it is said with file, line and key."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, cast

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from yaml.nodes import MappingNode

from .lanes import JsonValue, parse_lane
from .profiles import checked_base, checked_name
from .settings import SettingsError
from .written_key import KEY_SETTINGS, is_key
from .yaml_loader import SafeLoader

_STRICT = ConfigDict(extra="forbid", strict=True)


def _checked_lane(text: str) -> str:
    parse_lane(text)
    return text


class _Profile(BaseModel):
    model_config = _STRICT

    base: Annotated[str, AfterValidator(checked_base)]
    path: Literal["sdk", "proxy", "litellm"] = "sdk"
    model: str = ""
    key: str = ""


class _Document(BaseModel):
    model_config = _STRICT

    api_base: str | None = None
    api_key: str | None = None
    model: str | None = None
    proxy_base: str | None = None
    proxy_key: str | None = None
    litellm_config: str | None = None
    theme: str | None = None
    keymap: dict[str, str] | None = None
    lanes: list[Annotated[str, AfterValidator(_checked_lane)]] | None = None
    profiles: dict[Annotated[str, AfterValidator(checked_name)], _Profile] | None = None


def read_settings_file(file: Path) -> tuple[Mapping[str, JsonValue], tuple[str, ...]]:
    """What is written in `file`, and warnings about it.

    `litellm_config` is taken from the file's own folder. Raises `SettingsError`.
    """
    root, document = _parsed(file)
    if root is None:
        return {}, ()
    checked = _validated(file, root, document)
    values = cast("dict[str, JsonValue]", checked.model_dump(exclude_none=True))
    written = values.get("litellm_config")
    if isinstance(written, str) and written:
        values["litellm_config"] = str(file.parent / Path(written).expanduser())
    return values, _warnings(file, values)


def _parsed(file: Path) -> tuple[MappingNode | None, object]:
    """The document twice: as nodes, which know their lines, and as values."""
    try:
        text = file.read_text("utf-8")
        node = SafeLoader(text).get_single_node()
        document: object = yaml.load(text, SafeLoader)
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"{file}: cannot be read: {problem}") from problem
    except RecursionError as problem:
        raise SettingsError(f"{file}: not valid YAML: it is nested without end") from problem
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise SettingsError(f"{file}:{line}: not valid YAML: {problem.problem}") from problem
    except yaml.YAMLError as problem:
        raise SettingsError(f"{file}: not valid YAML: {problem}") from problem
    if node is None or isinstance(node, MappingNode):
        return node, document
    raise SettingsError(f"{file}:1: a mapping such as 'model: ai/smollm2' is expected")


def _validated(file: Path, root: MappingNode, document: object) -> _Document:
    try:
        return _Document.model_validate(document)
    except ValidationError as problem:
        # The input is left out of the message: it may be a key.
        found = problem.errors(include_url=False, include_input=False)
        # A name that is unknown is why another is missing.
        first = min(found, key=lambda one: one["type"] != "extra_forbidden")
        path = [str(part) for part in first["loc"]]
        words = _words(path, first["type"], first["msg"])
        raise SettingsError(f"{file}:{_line(root, path)}: {words}") from None
    except UnicodeEncodeError:
        words = "a key holds half of a character (\\ud800 to \\udfff)"
        raise SettingsError(f"{file}: not valid YAML: {words}") from None


def _words(path: list[str], kind: str, message: str) -> str:
    key = ".".join(path)
    if kind == "extra_forbidden":
        known = (_Profile if len(path) > 1 else _Document).model_fields
        return f"unknown key '{key}'; known: {', '.join(known)}"
    if kind == "value_error":
        # Words of ours already, behind two of the library's.
        return f"key '{key.removesuffix('.[key]')}': {message.removeprefix('Value error, ')}"
    return f"key '{key}': {message[:1].lower()}{message[1:]}"


def _line(root: MappingNode, path: list[str]) -> int:
    """The line, from 1, of the deepest key on `path` that the file holds."""
    line, node = 1, root
    for part in path:
        pairs = cast("list[tuple[yaml.ScalarNode, yaml.Node]]", node.value)
        found = next(((k, v) for k, v in pairs if k.value == part), None)
        if found is None:
            break
        line = found[0].start_mark.line + 1
        if not isinstance(found[1], MappingNode):
            break
        node = found[1]
    return line


def _warnings(file: Path, values: Mapping[str, JsonValue]) -> tuple[str, ...]:
    held = [name for name in KEY_SETTINGS if is_key(str(values.get(name, "")))]
    held += [f"a key of profile {name}" for name in _keyed(values.get("profiles"))]
    open_to_others = os.name == "posix" and file.stat().st_mode & 0o077
    if not held or not open_to_others:
        return ()
    return (f"{file} holds {' and '.join(held)} and others can read it; run: chmod 600 {file}",)


def _keyed(profiles: JsonValue) -> list[str]:
    entries = cast("dict[str, dict[str, str]]", profiles or {})
    return [name for name, one in entries.items() if is_key(one["key"])]
