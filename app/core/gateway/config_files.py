"""Reads a `config.yaml` and what it includes, and remembers on which line each word stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from ..given_path import is_file
from ..yaml_loader import SafeLoader
from .config_model import ConfigError

LIST_KEY = "model_list"
# What ends a line for YAML 1.1.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Deployment:
    """One raw item of `model_list`; `lines` maps a dotted key to its line.

    `number` is its place in the list of its own file, from 0.
    """

    value: object
    file: Path
    line: int
    lines: Mapping[str, int] = field(default_factory=dict[str, int])
    number: int = 0

    def line_of(self, key: str) -> int:
        """The line of `key`, such as `litellm_params.model`; the item's own where it has none."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it stands."""

    file: Path
    values: dict[str, object]
    lines: Mapping[str, int]
    deployments: tuple[Deployment, ...]
    repeated: tuple[str, ...]
    """Top-level keys that stand there twice: the last one wins."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The files put together: lists are appended, other values are those of the file read last."""

    documents: tuple[Document, ...]
    values: dict[str, object]
    deployments: tuple[Deployment, ...]


def read_files(path: Path, text: str | None = None) -> Merged:
    """Read `path` and its includes, each once, breadth first. Raises `ConfigError`.

    `text` is read instead of what stands in `path` itself.
    """
    documents = [_read_document(path, text)]
    pending = list(_includes(documents[0]))
    seen = {path.resolve()}
    while pending:
        name, declared_in = pending.pop(0)
        file = _included_file(name, declared_in.file, path)
        if is_file(file) and file.resolve() in seen:
            continue
        if not is_file(file):
            line = declared_in.lines.get("include", 0)
            raise ConfigError(
                declared_in.file,
                line,
                f"the included file '{file}' does not exist",
                "correct the path (it is relative to the file that includes) or remove the entry",
                "include",
                "FileNotFoundError",
            )
        seen.add(file.resolve())
        documents.append(_included_document(file))
        pending.extend(_includes(documents[-1]))
    return _merge(documents)


def _included_document(file: Path) -> Document:
    """Of included files, LiteLLM takes an empty one as well."""
    try:
        return _read_document(file)
    except ConfigError as problem:
        if problem.rule != "empty":
            raise
        return Document(file, {}, {}, (), ())


def _included_file(name: str, declared_in: Path, root: Path) -> Path:
    beside = declared_in.parent / name
    return beside if beside.exists() or not (root.parent / name).exists() else root.parent / name


def _includes(document: Document) -> Iterator[tuple[str, Document]]:
    names = document.values.get("include", [])
    if not isinstance(names, list) or not all(
        isinstance(name, str) for name in cast(list[object], names)
    ):
        raise ConfigError(
            document.file,
            document.lines.get("include", 0),
            "'include' must be a list of file paths",
            "write each file on a line of its own:\ninclude:\n  - models.yaml",
            "include",
            "ValueError",
        )
    return ((name, document) for name in cast(list[str], names))


def _merge(documents: list[Document]) -> Merged:
    values: dict[str, object] = {}
    deployments: tuple[Deployment, ...] = ()
    for document in documents:
        for key, value in document.values.items():
            present = values.get(key)
            appended = isinstance(value, list) and isinstance(present, list)
            if key == LIST_KEY:
                deployments = (deployments if appended else ()) + document.deployments
            values[key] = (
                [*cast(list[object], present), *cast(list[object], value)] if appended else value
            )
    return Merged(tuple(documents), values, deployments)


def _read_document(file: Path, text: str | None = None) -> Document:
    try:
        loader = _loader(_decoded(file) if text is None else text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node is not None else None
    except OSError as problem:
        words = problem.strerror or str(problem)
        raise ConfigError(
            file, 0, f"cannot read it: {words}", "check the path", "file"
        ) from problem
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise ConfigError(
            file, line, "it is not written in UTF-8", "save it as UTF-8", "encoding"
        ) from problem
    except ValueError as problem:
        words = "cannot read it: no file has such a name"
        raise ConfigError(file, 0, words, "check the path", "file") from problem
    except RecursionError as problem:
        raise ConfigError(
            file, 0, "it is nested without end", "remove the `&`/`*` loop", "yaml"
        ) from problem
    except yaml.YAMLError as problem:
        raise _yaml_error(file, problem, _lines(file, text)) from problem
    return _document(file, node, values)


def _decoded(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig")


def _loader(content: str) -> Any:
    # LiteLLM's own loader: the one of libyaml takes some files that this one refuses.
    return SafeLoader(content)


def _lines(file: Path, text: str | None) -> list[str]:
    return _BREAK.split(file.read_bytes().decode("utf-8", "replace") if text is None else text)


def _yaml_error(file: Path, problem: yaml.YAMLError, lines: list[str]) -> ConfigError:
    mark = getattr(problem, "problem_mark", None)
    line = min(mark.line + 1, len(lines)) if mark is not None else 0
    seen = lines[line - 1] if 0 < line <= len(lines) else ""
    words = getattr(problem, "problem", None) or str(problem)
    cure = "check the indentation: two spaces a level, and the same for all keys of one entry"
    rule = "yaml"
    if "\t" in seen[: len(seen) - len(seen.lstrip())]:
        cure = "YAML takes no tabs for indentation: replace them by spaces"
        rule = "tabs"
    # What the value itself was to PyYAML is what LiteLLM ends with.
    if problem.__cause__ is not None:
        cure = "put the value in quotes"
    text = f"not valid YAML: {words}"
    return ConfigError(file, line, text, cure, rule, type(problem.__cause__ or problem).__name__)


def _document(file: Path, node: Any, values: object) -> Document:
    if values is None:
        raise ConfigError(file, 0, "the file is empty", "write a `model_list` into it", "empty")
    if not isinstance(values, dict):
        raise ConfigError(
            file,
            1,
            "the file is not a mapping",
            "begin with `model_list:` at the left margin",
            "no-mapping",
        )
    pairs = [(str(key.value), key.start_mark.line + 1) for key, _ in node.value]
    names = [name for name, _ in pairs]
    return Document(
        file,
        {str(key): value for key, value in cast(dict[object, object], values).items()},
        dict(pairs),
        tuple(_deployments(file, node, values.get(LIST_KEY))),  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        tuple(sorted({name for name in names if names.count(name) > 1})),
    )


def _deployments(file: Path, root: Any, values: object) -> Iterator[Deployment]:
    nodes = [value for key, value in root.value if key.value == LIST_KEY]
    if not nodes or not isinstance(values, list):
        return
    pairs = zip(cast(list[object], values), nodes[-1].value, strict=True)
    for number, (value, node) in enumerate(pairs):
        yield Deployment(value, file, node.start_mark.line + 1, dict(_key_lines(node)), number)


def _key_lines(node: Any, above: str = "") -> Iterator[tuple[str, int]]:
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        name = f"{above}{key.value}"
        yield name, key.start_mark.line + 1
        if not above:
            yield from _key_lines(value, f"{name}.")
