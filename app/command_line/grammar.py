"""The command line's grammar; standard library alone, so that `--help` is instant."""

import argparse

from ... import __version__
from .argument_types import count, port, port_or_0
from .compare_arguments import add_form, add_forms_and_files, add_lanes_and_mode, add_schedule
from .config_arguments import add_config_files
from .models_arguments import add_models
from .sessions_arguments import add_sessions

LANE_HELP = (
    "[path:][model][@URL][?name=value&…]; path is sdk, litellm or proxy, as in proxy:smollm2; "
    "behind the @ the name of a profile of config.yaml may stand too"
)
_EPILOGUE = """\
exit status: 0 all well · 1 what was asked failed · 2 usage or settings · 130 interrupted
A LANE is [path:][model][@URL][?max_tokens=…&temperature=…]; path is sdk (straight to the
engine), proxy (through a LiteLLM Proxy) or litellm (by LiteLLM's own SDK, in a child process);
URL may be the name of a profile of config.yaml, as in @gpu-box.
Settings: flags, then QUAYSIDE_* and LiteLLM's own variables, then config.yaml;
`quayside config show` tells each one and where it came from."""


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar, for `read_arguments` and for the documents made from it."""
    parser = _Parser(
        prog="quayside",
        description="A workbench for Docker Model Runner and LiteLLM. Without a command it opens.",
        epilog=_EPILOGUE,
    )
    parser.add_argument("--version", action="version", version=f"quayside {__version__}")
    _add_settings(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add_demo(commands.add_parser("demo", help="the workbench on an embedded runner, no Docker"))
    _add_runner(commands.add_parser("runner", help="only the embedded runner, until Ctrl-C"))
    _add_chat(commands.add_parser("chat", help="one prompt, one lane, the answer on stdout"))
    _add_compare(commands.add_parser("compare", help="the same prompts through several lanes"))
    _add_doctor(commands.add_parser("doctor", help="check the connection, layer by layer"))
    _add_config(commands.add_parser("config", help="settings, and LiteLLM's config.yaml"))
    _add_litellm(commands.add_parser("litellm", help="LiteLLM's own environment"))
    add_models(commands, _add_settings)
    add_sessions(commands)
    return parser


class _Parser(argparse.ArgumentParser):
    def __init__(self, **options: object) -> None:
        # Defaults come from `Arguments` alone: a command's default must not undo a
        # setting that was given before the command's name.
        options.setdefault("argument_default", argparse.SUPPRESS)
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)
        super().__init__(**options)  # pyright: ignore[reportArgumentType]


def _add_settings(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("settings")
    group.add_argument("--base", metavar="URL", help="the engine's base, or a profile's name")
    group.add_argument("--model", metavar="M", help="the model of a lane that names none")
    group.add_argument("--proxy", metavar="URL", help="the LiteLLM Proxy's base")
    group.add_argument("--config", metavar="FILE", help="a LiteLLM config.yaml")
    if parser.prog == "quayside" or parser.prog.endswith(" demo"):
        group.add_argument("--theme", metavar="T", help="the workbench's theme")
        if parser.prog == "quayside":
            said = "a lane to open with; repeat it, up to four"
            group.add_argument("--lane", action="append", dest="opening", metavar="LANE", help=said)
        group.add_argument(
            "--serve", action="store_true", help="in a browser on this machine; needs quayside[web]"
        )
        said = "of --serve: 8189, 0 a free one"
        group.add_argument("--port", type=port_or_0, metavar="N", help=said)


def _add_engines(parser: argparse.ArgumentParser, *, registry: bool = False) -> None:
    group = parser.add_argument_group("embedded runner")
    group.add_argument(
        "--engine",
        action="append",
        dest="engines",
        metavar="NAME[:k=v,…]",
        help="one more engine, such as one:threads=1",
    )
    group.add_argument(
        "--model-file",
        action="append",
        dest="model_files",
        metavar="GGUF",
        help="serve this file; repeat it for several models",
    )
    if registry:
        said = "pull models from this OCI registry; nothing is fetched at the start"
        group.add_argument("--registry", metavar="URL", help=said)


def _add_demo_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--demo",
        action="store_true",
        help="start the embedded runner (and LiteLLM, where a lane asks) for this command",
    )
    _add_engines(parser)


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(demo=True)
    parser.add_argument("--no-proxy", action="store_true", help="without LiteLLM")
    _add_engines(parser, registry=True)
    _add_settings(parser)


def _add_runner(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=port, metavar="N", help="22088, or the next free one")
    _add_engines(parser, registry=True)


def _add_chat(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("prompt", metavar="PROMPT", help="the question; - reads standard input")
    parser.add_argument("--lane", metavar="LANE", help=LANE_HELP)
    parser.add_argument("--no-stream", action="store_true", help="ask for one whole answer")
    parser.add_argument("--system", metavar="S", help="the system prompt")
    _add_sampling(parser)
    parser.add_argument("--json", action="store_true", help="one document on stdout")
    _add_demo_option(parser)
    _add_settings(parser)


def _add_compare(parser: argparse.ArgumentParser) -> None:
    add_lanes_and_mode(parser, LANE_HELP)
    _add_sampling(parser)
    add_schedule(parser)
    add_forms_and_files(parser)
    _add_demo_option(parser)
    _add_settings(parser)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lane",
        action="append",
        dest="lanes",
        metavar="LANE",
        help="look at this lane; repeat it, one of each path is looked at",
    )
    parser.add_argument("--deep", action="store_true", help="also ask the model for one token")
    parser.add_argument("--only", metavar="CHECK", help="one check with what it needs")
    form = parser.add_mutually_exclusive_group()
    add_form(form, "json", "one document on stdout")
    add_form(form, "markdown", "a report to paste into an issue; keys are masked")
    _add_demo_option(parser)
    _add_settings(parser)


def _add_config(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="the settings in effect; keys are masked")
    show.add_argument("--json", action="store_true", help="one document on stdout")
    _add_settings(show)
    add_config_files(actions)


def _add_litellm(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    status = actions.add_parser("status", help="which LiteLLM would run")
    status.add_argument("--json", action="store_true", help="one document on stdout")
    actions.add_parser("install", help="make its environment now")
    actions.add_parser("remove", help="delete the environment that Quayside made")


def _add_sampling(parser: argparse.ArgumentParser) -> None:
    for name, kind, mark, said in (
        ("--max-tokens", count, "N", "end an answer after so many tokens"),
        ("--temperature", float, "T", "0 takes the likeliest word each time"),
        ("--seed", int, "N", "the model's, for choosing words"),
    ):
        parser.add_argument(name, type=kind, metavar=mark, help=said)
