from pathlib import Path

import pytest
import textual.app
import textual.pilot

from kit.rest import rest

LONGEST_NAME = 80
CORE = Path(__file__).with_name("core")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The core is covered by its own tests; traced, those of the screens take half as long again.
    for item in items:
        if CORE not in item.path.parents:
            item.add_marker("no_cover")


def pytest_make_parametrize_id(val: object) -> str | None:
    # A report is read by people: megabytes of a parameter are not part of a name.
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{type(val).__name__}-of-{len(val)}"
    return None


@pytest.fixture(autouse=True)
def keys_wait_for_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.app, "wait_for_idle", rest)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", rest)
