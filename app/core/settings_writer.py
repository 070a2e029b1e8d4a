"""Writes one setting into `config.yaml` and leaves every other character of it as it is."""

import json
from pathlib import Path
from typing import cast

import yaml
from yaml.nodes import MappingNode, ScalarNode

from .private_file import write_private
from .settings import SettingsError
from .settings_file import read_settings_file
from .yaml_loader import SafeLoader


def write_setting(file: Path, name: str, value: str) -> None:
    """Make the top key `name` of `file` `value`; a file that is missing is made.

    Raises `SettingsError` where the file cannot be used as it is, or would say something else
    afterwards, and `OSError` where it cannot be written. It is then as it was.
    """
    text = _text(file)
    if text:
        read_settings_file(file)
    changed = _changed(file, text, name, value)
    if not _is_right(text, changed, name, value):
        raise SettingsError(f"{file}: '{name}' cannot be written without changing more")
    write_private(file, changed.encode("utf-8"))


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8") if file.exists() else ""
    except UnicodeDecodeError as problem:
        raise SettingsError(f"{file}: cannot be read: {problem}") from problem


def _changed(file: Path, text: str, name: str, value: str) -> str:
    # JSON's strings are YAML's double quoted ones.
    quoted = json.dumps(value, ensure_ascii=False)
    root = SafeLoader(text).get_single_node()
    if root is None:
        return f"{_ended(text)}{name}: {quoted}\n"
    if not isinstance(root, MappingNode) or root.flow_style:
        raise SettingsError(f"{file}: is not written as lines of 'name: value'")
    node = _value_of(root, name)
    if node is None:
        return f"{_ended(text)}{name}: {quoted}\n"
    start, end = node.start_mark.index, node.end_mark.index
    return text[:start] + (quoted if start < end else f" {quoted}") + text[end:]


def _value_of(root: MappingNode, name: str) -> ScalarNode | None:
    pairs = cast("list[tuple[ScalarNode, ScalarNode]]", root.value)
    return next((value for key, value in pairs if key.value == name), None)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _is_right(text: str, changed: str, name: str, value: str) -> bool:
    try:
        return _values(changed) == {**_values(text), name: value}
    except yaml.YAMLError:
        return False


def _values(text: str) -> dict[str, object]:
    return cast("dict[str, object]", yaml.load(text, SafeLoader) or {})
