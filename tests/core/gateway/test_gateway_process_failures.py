from pathlib import Path

import pytest

from quayside.app.core.gateway.config_model import Problem
from quayside.app.core.gateway.process_failures import Start, explain_disk, explain_end
from quayside.app.core.secret import Secret


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("LiteLLM proxy refused to start: no master key is set.", "weak-master-key"),
        ("refused to start: the master key is a publicly known default.", "weak-master-key"),
        ("LiteLLM proxy refused to start: the master key is empty.", "weak-master-key"),
        ("ERROR: [Errno 98] error while attempting to bind on address", "port-taken"),
        ("ModuleNotFoundError: No module named 'backoff'", "litellm-broken"),
        ("ImportError: Missing dependency No module named 'websockets'", "litellm-broken"),
        ("KeyError: 'litellm_params'", "config-rejected"),
        ("Exception: Config cannot be None or Empty.", "config-rejected"),
        ("Killed", "proxy-ended"),
    ],
)
def test_each_end_of_the_proxy_has_its_kind(line: str, kind: str) -> None:
    failure = explain_end(Start(["litellm"], ["before", line], []), 1)
    assert failure.kind == kind
    assert failure.seen == f"before\n{line}"
    assert failure.cure


def test_known_problems_of_the_file_are_the_cause_of_its_rejection() -> None:
    problem = Problem(Path("c.yaml"), 3, "it has `params`", "rename it")
    failure = explain_end(Start(["litellm"], ["KeyError: 'litellm_params'"], [], [problem]), 3)
    assert (failure.cause, failure.cure) == ("c.yaml, line 3: it has `params`", "rename it")


def test_only_the_last_lines_are_shown_and_no_secret() -> None:
    lines = [f"line {number} sk-secret" for number in range(100)]
    seen = explain_end(Start(["litellm"], lines, [Secret("sk-secret"), Secret()]), 1).seen
    assert seen.splitlines()[-1] == "line 99 ••••"
    assert len(seen.splitlines()) == 15


def test_an_error_of_the_system_keeps_its_words() -> None:
    assert "Too many open files" in explain_disk(OSError(24, "Too many open files")).summary
