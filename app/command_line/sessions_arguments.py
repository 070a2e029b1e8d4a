"""The grammar of `quayside sessions`."""

import argparse
from typing import Any

from .argument_types import count

_ID = "its id, or the beginning of one that no other has"


def add_sessions(commands: Any) -> None:
    """`sessions` with its actions, below `quayside`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "sessions", help="chats that were kept: list, search, show, export, import, delete"
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_finding(actions)
    _add_moving(actions)
    deleted = actions.add_parser("delete", help="into the bin, for a week")
    deleted.add_argument("names", nargs="+", metavar="ID", help=_ID)
    deleted.add_argument("--yes", action="store_true", help="ask nothing")


def _add_finding(actions: Any) -> None:
    listed = actions.add_parser("list", help="the last ones used, newest first")
    listed.add_argument("--order", choices=("used", "created", "title"), help="used")
    found = actions.add_parser("search", help="those that hold all the words")
    found.add_argument("names", nargs="+", metavar="WORD", help="the last one may be begun only")
    for parser in (listed, found):
        _add_filter(parser)
    shown = actions.add_parser("show", help="one of them as Markdown, on stdout")
    shown.add_argument("names", nargs=1, metavar="ID", help=_ID)


def _add_filter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="M", help="that asked this model")
    parser.add_argument("--engine", default="", metavar="E", help="by this engine")
    parser.add_argument("--path", choices=("sdk", "proxy", "litellm"), help="by this path")
    parser.add_argument("--tag", default="", metavar="T", help="that bear this tag")
    parser.add_argument("--pinned", action="store_true", help="the pinned alone")
    parser.add_argument("--archived", action="store_true", help="those that were put away")
    parser.add_argument("--limit", type=count, metavar="N", help="50")
    parser.add_argument("--json", action="store_true", help="one document on stdout")


def _add_moving(actions: Any) -> None:
    exported = actions.add_parser("export", help="into files; only JSON can be imported again")
    exported.add_argument("names", nargs="*", metavar="ID", help=_ID)
    exported.add_argument("--all", action="store_true", help="every one, the archived too")
    exported.add_argument(
        "--format",
        dest="form",
        choices=("md", "json", "html"),
        metavar="F",
        help="md, json, html; else as PATH ends",
    )
    exported.add_argument(
        "--output", dest="file", metavar="PATH", help="a file for one, a folder for several"
    )
    exported.add_argument("--force", action="store_true", help="write over what is there")
    imported = actions.add_parser(
        "import", help="of Quayside, ChatGPT, Open WebUI and llm; nothing comes twice"
    )
    imported.add_argument("names", nargs="+", metavar="FILE", help="JSON, or llm's logs.db")
    imported.add_argument("--json", action="store_true", help="one document on stdout")
