import pytest
import textual.app
import textual.pilot

from kit.rest import rest


@pytest.fixture(autouse=True)
def keys_wait_for_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual.app, "wait_for_idle", rest)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", rest)
