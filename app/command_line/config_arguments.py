"""The grammar of what `quayside config` does with LiteLLM's files."""

import argparse
from typing import Any

_FILE = "a config.yaml of LiteLLM's or of docker model gateway's"


def add_config_files(actions: Any) -> None:
    """`lint`, `convert` and `init`, below `quayside config`."""
    lint: argparse.ArgumentParser = actions.add_parser(
        "lint", help="what LiteLLM trips over in its config.yaml, or passes by in silence"
    )
    lint.add_argument("file", metavar="FILE", help="LiteLLM's config.yaml, with what it includes")
    form = lint.add_mutually_exclusive_group()
    form.add_argument("--fix", action="store_true", help="the mended file on stdout")
    form.add_argument(
        "--write", action="store_true", help="mend the file; what it was stays beside it as .bak"
    )
    form.add_argument("--json", action="store_true", help="one document on stdout")
    lint.add_argument(
        "--litellm", metavar="VERSION", help="the version that is to read it, such as 1.106.2"
    )
    convert: argparse.ArgumentParser = actions.add_parser(
        "convert", help="LiteLLM's file for docker model gateway, and back; on stdout"
    )
    convert.add_argument("file", metavar="FILE", help=_FILE)
    init: argparse.ArgumentParser = actions.add_parser(
        "init", help="a good config.yaml from the models of the runners that are found"
    )
    init.add_argument(
        "file", nargs="?", metavar="FILE", help="a new file; without one it goes to stdout"
    )
    where = init.add_mutually_exclusive_group()
    where.add_argument("--base", metavar="URL", help="this runner's models alone")
    where.add_argument(
        "--demo", action="store_true", help="those of the embedded runner, started for this command"
    )
