"""The grammar of `quayside compare`; standard library alone, so that `--help` is instant."""

import argparse
from typing import Any

from .argument_types import amount, amount_from_0, count, count_from_0, levels, service_level

_EPILOG = """\
modes
  workload  what a user waits for: your prompts, prefill included
  overhead  what a path itself costs: one short prompt that every lane finds in
            the engine's cache

A LANE may stand for several: commas in its path, its model and in the last part
of its base make one lane of each combination.
  --lane sdk,proxy:ai/smollm2                             two lanes
  --lane sdk:ai/smollm2@http://h/engines/llama.cpp,vllm   two lanes

Lanes take turns in balanced orders, one request at a time; each is held against
the first one. Temperature 0 and seed 0 are sent unless something else is said."""


def add_lanes_and_mode(parser: argparse.ArgumentParser, lane_help: str) -> None:
    """What is asked, of whom, how often."""
    parser.epilog = _EPILOG
    parser.add_argument(
        "prompts", nargs="*", metavar="PROMPT", help="what to ask; overhead has a prompt of its own"
    )
    parser.add_argument(
        "--lane", action="append", dest="lanes", metavar="LANE", help=f"{lane_help}; repeat it"
    )
    parser.add_argument(
        "--mode", choices=("overhead", "workload"), help="workload unless told otherwise"
    )
    parser.add_argument(
        "--repeat", type=count, metavar="N", help="rounds of each prompt: 1, in overhead 40"
    )


def add_schedule(parser: argparse.ArgumentParser) -> None:
    """How the requests are sent, and what counts as a difference."""
    group = parser.add_argument_group("schedule")
    group.add_argument(
        "--order-seed", type=int, metavar="N", help="of the order in which lanes take turns: 0"
    )
    group.add_argument(
        "--warm-up",
        type=count_from_0,
        metavar="N",
        help="first requests that count nowhere: 1, in overhead 2",
    )
    group.add_argument(
        "--pause", type=amount_from_0, metavar="SECONDS", help="rest between two requests: 0.05"
    )
    group.add_argument(
        "--patience",
        type=amount,
        metavar="SECONDS",
        help="silence after which a request is given up: 600",
    )
    group.add_argument(
        "--nonce", action="store_true", help="new first words for each request: no cache helps"
    )
    group.add_argument(
        "--cold", action="store_true", help="unload the model first; its load is told apart"
    )
    group.add_argument(
        "--margin", type=amount, metavar="MS", help="what is no difference to you: 2, or 5 %%"
    )
    group.add_argument(
        "--concurrency",
        type=levels,
        metavar="N,N,…",
        help="so many requests in flight, level by level",
    )
    group.add_argument(
        "--slo",
        type=service_level,
        metavar="F=MS,…",
        help="with --concurrency: ttft, tpot, e2e that a good request keeps",
    )
    group.add_argument(
        "--self-test", action="store_true", help="the first lane against itself: all is noise"
    )


def add_forms_and_files(parser: argparse.ArgumentParser) -> None:
    """What goes to stdout, and records."""
    group = parser.add_argument_group("result")
    form = group.add_mutually_exclusive_group()
    for name, said in (
        ("json", "the record as one document on stdout"),
        ("markdown", "tables for a note or a ticket"),
        ("csv", "one row a request"),
        ("html", "a page with plots, in one file"),
        ("svg", "the plots alone"),
    ):
        add_form(form, name, said)
    group.add_argument("--save", metavar="FILE", help="keep the record there too")
    group.add_argument(
        "--rerun", metavar="FILE", help="ask again what a record asked, and hold both together"
    )
    group.add_argument("--against", metavar="FILE", help="hold it against an older record")
    group.add_argument("--open", metavar="FILE", help="show a record; no model is asked")


def add_form(group: Any, name: str, said: str) -> None:
    """`--NAME`, which chooses the form of what goes to stdout."""
    group.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=said)
