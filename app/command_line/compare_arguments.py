"""The grammar of `quayside compare`; standard library alone, so that `--help` is instant."""

import argparse
from typing import Any

from .argument_types import amount, amount_from_0, count, count_from_0, levels, service_level

_USAGE = """\
%(prog)s [PROMPT …] [--lane LANE …] [OPTION …]
       %(prog)s --rerun FILE | --open FILE [OPTION …]"""
_DESCRIPTION = """\
Asks several lanes the same, and says which one is slower, by how much and how
surely, and whether they answer alike."""
_EPILOG = """\
modes:
  workload  what a user waits for: your prompts, prefill included
  overhead  what a path itself costs: one short prompt that every lane finds in
            the engine's cache

lanes:
  sdk       straight to the engine, by Quayside's own client
  litellm   straight to the engine, by LiteLLM's own SDK in a child process
  proxy     through a LiteLLM Proxy
  They take turns in balanced orders, one request at a time, and each is held
  against the first one. Temperature 0 and seed 0 are sent unless something else
  is said. Without --lane, sdk and proxy are compared.
  A LANE may stand for several: commas in its path, in its model and in the last
  part of its base make a lane of each combination.

examples:
  quayside compare "Name three rivers." --demo --repeat 8 --save mine.json
  quayside compare --rerun mine.json
  quayside compare --open mine.json --html > mine.html
  quayside compare --mode overhead --lane sdk,litellm,proxy:ai/smollm2
  quayside compare "Hi" --lane m@http://localhost:12434/engines/llama.cpp,vllm
  quayside compare "Hi" --lane sdk --concurrency 1,2,4 --slo ttft=500,tpot=50

exit status: 0 every lane answered · 1 one failed · 2 usage · 130 interrupted"""


def add_lanes_and_mode(parser: argparse.ArgumentParser, lane_help: str) -> None:
    """What is asked, of whom, how often."""
    parser.usage, parser.description, parser.epilog = _USAGE, _DESCRIPTION, _EPILOG
    parser.add_argument(
        "prompts", nargs="*", metavar="PROMPT", help="what to ask; overhead has a prompt of its own"
    )
    parser.add_argument(
        "--lane", action="append", dest="lanes", metavar="LANE", help=f"{lane_help}; repeat it"
    )
    parser.add_argument(
        "--mode", choices=("overhead", "workload"), help="the question, see below (workload)"
    )
    parser.add_argument(
        "--repeat", type=count, metavar="N", help="rounds of each prompt (1; overhead: 40)"
    )


def add_schedule(parser: argparse.ArgumentParser) -> None:
    """How the requests are sent, and what counts as a difference."""
    group = parser.add_argument_group("schedule")
    group.add_argument(
        "--order-seed",
        type=int,
        metavar="N",
        help="seed of the order in which lanes take turns (0)",
    )
    group.add_argument(
        "--sequential",
        action="store_true",
        help="lane by lane, forwards and backwards: for a runner that holds one model at a time",
    )
    group.add_argument(
        "--warm-up",
        type=count_from_0,
        metavar="N",
        help="first requests of a lane, which count nowhere (1; overhead: 2)",
    )
    group.add_argument(
        "--pause", type=amount_from_0, metavar="SECONDS", help="rest between two requests (0.05)"
    )
    group.add_argument(
        "--patience",
        type=amount,
        metavar="SECONDS",
        help="silence after which a request is given up (600)",
    )
    group.add_argument(
        "--nonce", action="store_true", help="begin each prompt with a new number: no cache helps"
    )
    group.add_argument(
        "--cold", action="store_true", help="unload the model first; the load is told apart"
    )
    group.add_argument(
        "--margin",
        type=amount,
        metavar="MS",
        help="what is no difference to you (2 ms or 5 %%, whichever is more)",
    )
    group.add_argument(
        "--concurrency",
        type=levels,
        metavar="N,N,…",
        help="so many requests in flight at once, level by level",
    )
    group.add_argument(
        "--slo",
        type=service_level,
        metavar="F=MS,…",
        help="with --concurrency: what a good request keeps, of ttft, tpot and e2e",
    )
    group.add_argument(
        "--self-test",
        action="store_true",
        help="hold the first lane against itself: what differs is noise",
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
        "--rerun", metavar="FILE", help="ask again what a record asked, and hold it against that"
    )
    group.add_argument("--against", metavar="FILE", help="hold the result against an older record")
    group.add_argument("--open", metavar="FILE", help="show a record; nobody is asked anything")


def add_form(group: Any, name: str, said: str) -> None:
    """`--NAME`, which chooses the form of what goes to stdout."""
    group.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=said)
