import argparse
import re
from pathlib import Path

import pytest

from quayside.app.command_line.grammar import build_parser
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.wire.address import parse_engine_base

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> list[str]:
    parser = build_parser()
    (choices,) = (
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return list(choices)


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command) -> None:
    assert f"`quayside {command}" in README


def test_every_setting_is_in_the_readme() -> None:
    assert not [
        name for name, _, _ in load_settings({}, {}).rows() if f"| `{name}` |" not in README
    ]


def test_the_line_that_ci_runs_stands_in_the_readme_and_in_contributing() -> None:
    (line,) = re.findall(r"^.*-m pytest$", README, re.MULTILINE)
    assert line in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_every_link_within_the_repository_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^):]+)\)", README)
    headings = {line.lstrip("# ").lower().replace(" ", "-") for line in README.split("\n")}
    files = [link for link in links if not link.startswith("#")]
    assert files
    assert not [link for link in files if not (ROOT / link).exists()]
    assert {link[1:] for link in links if link.startswith("#")} <= headings


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ("localhost:12434", "http://localhost:12434/engines/llama.cpp/v1"),
        ("http://localhost:12434/", "http://localhost:12434/engines/llama.cpp/v1"),
        ("http://localhost:12434/engines", "http://localhost:12434/engines/llama.cpp/v1"),
        ("http://localhost:12434/engines/vllm/", "http://localhost:12434/engines/vllm/v1"),
        ("http://localhost:12434/engines/vllm/v1", "http://localhost:12434/engines/vllm/v1"),
        ("http://localhost:12434/engines/v1", "http://localhost:12434/engines/v1"),
        ("http://host:8000/v1", "http://host:8000/v1"),
    ],
)
def test_the_readmes_forms_of_a_base_reach_what_it_says(said, reached) -> None:
    assert parse_engine_base(said).chat_url == f"{reached}/chat/completions"


def test_the_readmes_socket_form_is_read() -> None:
    address = parse_engine_base("unix:///var/run/docker.sock:/exp/vDD4.40")
    assert (address.socket, address.prefix) == ("/var/run/docker.sock", "/exp/vDD4.40")
