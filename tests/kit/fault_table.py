"""Writes the table of faults: `PYTHONPATH=tests python -m kit.fault_table`."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kit.faults import Scenario
from kit.gateway_faults import GATEWAY_FAULTS
from kit.reported import reported_rows
from kit.runner_faults import RUNNER_FAULTS
from quayside.app.core.diagnostics.checks import (
    ENGINE_CHECKS,
    ENVIRONMENT_CHECKS,
    GENERAL_CHECKS,
    LITELLM_CHECKS,
    PROXY_CHECKS,
)

EVERY_CHECK = (
    *GENERAL_CHECKS,
    *ENVIRONMENT_CHECKS,
    *ENGINE_CHECKS,
    *LITELLM_CHECKS,
    *PROXY_CHECKS,
)
FILE = Path(__file__).parents[2] / "docs" / "faults.md"
_HEAD = """\
# Faults that are found

What `quayside doctor` and the diagnostics screen tell first of each, as proven by `tests/lab`:
every row is a world with that fault in it. The first finding names the cause, and what its cure
says, carried out to the letter, makes all well. *Told as* is the finding's status: `fail` stops
a lane, `warn` stops LiteLLM or others.

"""
_REPORTED = """\
## As users of Docker Model Runner reported them

`MR` is docker/model-runner, `DF` docker/desktop-feedback.

"""


def fault_table() -> str:
    runner = _section("On the way to a runner, and in it", RUNNER_FAULTS)
    gateway = _section("With LiteLLM, its proxy and its config.yaml", GATEWAY_FAULTS)
    count = len(RUNNER_FAULTS) + len(GATEWAY_FAULTS)
    return f"{_HEAD}{runner}\n{gateway}\n{_reported()}\n{count} faults.\n"


def _reported() -> str:
    rows = "\n".join(reported_rows((*RUNNER_FAULTS, *GATEWAY_FAULTS)))
    head = "| reported | where | faults of this table |\n|---|---|---|"
    return f"{_REPORTED}{head}\n{rows}\n"


def _section(title: str, scenarios: Sequence[Scenario[Any]]) -> str:
    rows = "\n".join(_row(one) for one in scenarios)
    return f"## {title}\n\n| fault | seen today | found by | told as |\n|---|---|---|---|\n{rows}\n"


def _row(scenario: Scenario[Any]) -> str:
    cells = (scenario.name, scenario.today, _title(scenario.check), scenario.status.value)
    return f"| {' | '.join(re.sub(r'[|]', '/', cell) for cell in cells)} |"


def _title(name: str) -> str:
    check = next(one for one in EVERY_CHECK if one.name == name)
    return f"{check.title} (`{name}`)"


if __name__ == "__main__":
    FILE.write_text(fault_table(), encoding="utf-8")
