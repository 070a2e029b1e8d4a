"""`quayside config`: the settings in effect and where each came from; LiteLLM's files."""

import os

from ... import __version__
from ..core.locations import config_file
from ..core.plain_text import one_line
from ..core.settings import Settings
from ..core.wire.jsontext import JsonObject
from .arguments import Arguments
from .console import Console
from .documents import dumps
from .stage import process_console, settings_for

SCHEMA = "quayside/config/1"


def run(arguments: Arguments) -> int:
    """0 all well, 1 a fault in LiteLLM's file; a file that cannot be used is status 2."""
    match arguments.action:
        case "lint":
            from .config_lint import run_lint

            return run_lint(arguments, process_console())
        case "convert":
            from .config_lint import run_convert

            return run_convert(arguments, process_console())
        case "init":
            from .config_init import run_init

            return run_init(arguments, process_console())
        case _:
            return _show(arguments)


def _show(arguments: Arguments) -> int:
    settings = settings_for(arguments, os.environ)
    show(settings, str(config_file(os.environ)), arguments.json, process_console())
    return 0


def show(settings: Settings, file: str, as_json: bool, console: Console) -> None:
    """Say the settings, as a table or as a document. Keys are masked in both."""
    if as_json:
        console.line(dumps(_document(settings, file)))
    else:
        console.line(_table(settings))
        console.note(f"settings file: {file}")
    for warning in settings.warnings:
        console.note(f"! {warning}")


def _table(settings: Settings) -> str:
    rows = [(name, one_line(value) or "-", source) for name, value, source in settings.rows()]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"{name:{first}}  {value:{second}}  {source}" for name, value, source in rows)


def _document(settings: Settings, file: str) -> JsonObject:
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "file": file,
        "settings": {
            name: {"value": value, "source": source} for name, value, source in settings.rows()
        },
        "warnings": list(settings.warnings),
    }
