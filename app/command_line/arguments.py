"""What was asked on the command line; standard library alone, so that `--help` is instant."""

import argparse
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from .compare_rules import objection
from .grammar import build_parser


class Arguments(argparse.Namespace):
    """What was asked; the values here are the defaults."""

    command: str | None = None
    """None opens the workbench."""
    action: str = ""
    prompt: str = ""
    prompts: Sequence[str] = ()
    lane: str = ""
    lanes: Sequence[str] = ()
    opening: Sequence[str] | None = None
    """Lanes that the workbench opens with; None are those of the settings."""
    base: str | None = None
    model: str | None = None
    proxy: str | None = None
    config: str | None = None
    theme: str | None = None
    demo: bool = False
    no_proxy: bool = False
    engines: Sequence[str] = ()
    model_files: Sequence[str] = ()
    registry: str = ""
    port: int | None = None
    no_stream: bool = False
    system: str = ""
    max_tokens: int | None = None
    temperature: float | None = None
    seed: int | None = None
    mode: str = "workload"
    repeat: int | None = None
    """None is the mode's own number; so with `warm_up`."""
    order_seed: int = 0
    warm_up: int | None = None
    pause: float = 0.05
    patience: float = 600.0
    sequential: bool = False
    nonce: bool = False
    cold: bool = False
    margin: float | None = None
    concurrency: Sequence[int] = ()
    slo: Mapping[str, float] = MappingProxyType({})
    self_test: bool = False
    form: str = "text"
    """`text`, `json`, `markdown`, `csv`, `html` or `svg`."""
    save: str = ""
    rerun: str = ""
    against: str = ""
    open: str = ""
    json: bool = False
    deep: bool = False
    file: str = ""
    fix: bool = False
    only: str = ""
    write: bool = False
    serve: bool = False
    names: Sequence[str] = ()
    force: bool = False
    yes: bool = False
    engine: str = ""
    context: int | None = None
    keep: str = ""
    runner_flags: Sequence[str] = ()
    limit: int | None = None
    path: str = ""
    tag: str = ""
    order: str = ""
    pinned: bool = False
    archived: bool = False
    all: bool = False
    litellm: str = ""

    @property
    def flags(self) -> dict[str, str | None]:
        """The flags that are settings, by their names."""
        return {
            "--base": self.base,
            "--model": self.model,
            "--proxy": self.proxy,
            "--config": self.config,
            "--theme": self.theme,
        }


def read_arguments(arguments: Sequence[str] | None = None) -> Arguments:
    """Read a command line; exits with status 2 and words when it cannot be read."""
    parser = build_parser()
    given = parser.parse_args(arguments, namespace=Arguments())
    if given.command in _WITH_DEMO and not given.demo and (given.engines or given.model_files):
        parser.error("--engine and --model-file belong to --demo")
    if given.command == "compare" and (problem := objection(vars(given))):
        parser.error(problem)
    return given


_WITH_DEMO = frozenset({"chat", "compare", "doctor"})
