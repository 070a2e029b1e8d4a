"""The grammar of `quayside models` and `quayside ps`."""

import argparse
from collections.abc import Callable
from typing import Any

from .argument_types import count

Add = Callable[[argparse.ArgumentParser], None]


def add_models(commands: Any, add_settings: Add) -> None:
    """`models` with its actions, and `ps`, below `quayside`."""
    ps: argparse.ArgumentParser = commands.add_parser("ps", help="what a runner has in memory")
    _add_json(ps)
    add_settings(ps)
    parser: argparse.ArgumentParser = commands.add_parser(
        "models", help="a runner's models: list, pull, load, configure, remove"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_reading(actions, add_settings)
    _add_memory(actions, add_settings)
    _add_changing(actions, add_settings)


def _add_reading(actions: Any, add_settings: Add) -> None:
    listed = actions.add_parser("list", help="all models, with what is in force for them")
    _add_json(listed)
    add_settings(listed)
    inspected = actions.add_parser("inspect", help="one model, and what its file says of itself")
    inspected.add_argument("model", metavar="MODEL")
    _add_json(inspected)
    add_settings(inspected)


def _add_memory(actions: Any, add_settings: Add) -> None:
    loaded = actions.add_parser("load", help="bring a model into memory, without asking it")
    loaded.add_argument("model", metavar="MODEL")
    add_settings(loaded)
    unloaded = actions.add_parser("unload", help="take models out of memory; those in use stay")
    unloaded.add_argument("names", nargs="*", metavar="MODEL", help="none: all of them")
    add_settings(unloaded)
    configured = actions.add_parser(
        "configure", help="how an engine runs a model; replaces what was configured before"
    )
    configured.add_argument("model", metavar="MODEL")
    configured.add_argument("--engine", dest="engine", metavar="NAME", help="llama.cpp")
    configured.add_argument("--context", type=count, metavar="N", help="tokens")
    configured.add_argument("--keep", metavar="TIME", help="such as 10m; 0 goes at once, -1 stays")
    configured.add_argument(
        "--flag",
        action="append",
        dest="runner_flags",
        metavar="F",
        help="--flag=--temp=0.2",
    )
    add_settings(configured)


def _add_changing(actions: Any, add_settings: Add) -> None:
    pulled = actions.add_parser("pull", help="fetch a model; an interrupted pull goes on")
    pulled.add_argument("model", metavar="MODEL", help="such as ai/smollm2 or hf.co/user/name")
    add_settings(pulled)
    removed = actions.add_parser("rm", help="remove models from the disk")
    removed.add_argument("names", nargs="+", metavar="MODEL")
    removed.add_argument("--force", action="store_true", help="with all their other tags")
    removed.add_argument("--yes", action="store_true", help="ask nothing")
    add_settings(removed)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one document on stdout")
