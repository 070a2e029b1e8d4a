import os
from pathlib import Path
from typing import Any

import pytest
import textual.app
import textual.pilot
from hypothesis import settings

from kit.rest import rest

LONGEST_NAME = 80
DEEP, TIMES_DEEPER = "quayside-deep", 100
ONE_BY_ONE = {"live", "bench"}
"""Folders whose tests one of several processes runs: real programs, and ratios of times."""
# How long an example takes tells of the machine and of what else it does.
settings.register_profile("quayside", deadline=None)
settings.load_profile("quayside")
CORE = Path(__file__).with_name("core")


# Before the groups are looked at, by whom the tests are handed out.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The core is covered by its own tests; traced, those of the screens take half as long again.
    for item in items:
        if CORE not in item.path.parents:
            item.add_marker("no_cover")
        for folder in ONE_BY_ONE & {parent.name for parent in item.path.parents}:
            item.add_marker(pytest.mark.xdist_group(folder))
    if os.environ.get("HYPOTHESIS_PROFILE") == DEEP:
        for item in items:
            _look_deeper(getattr(item, "obj", None))


def _look_deeper(test: Any) -> None:
    # Tests with parameters share one function.
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own is None or getattr(test, "looks_deeper", False):
        return
    from hypothesis import HealthCheck

    times, checks = own.max_examples * TIMES_DEEPER, list(HealthCheck)
    more = settings(own, max_examples=times, suppress_health_check=checks)
    test._hypothesis_internal_use_settings = more
    test.looks_deeper = True


def pytest_make_parametrize_id(val: object) -> str | None:
    # A report is read by people: megabytes of a parameter are not part of a name.
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{type(val).__name__}-of-{len(val)}"
    return None


@pytest.fixture(autouse=True)
def keys_wait_for_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.app, "wait_for_idle", rest)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", rest)
