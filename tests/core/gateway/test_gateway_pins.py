import platform
import re
import sys

import pytest

from quayside.app.core.gateway.pins import PINNED_VERSION, PINS_FILE, package_count
from quayside.app.core.gateway.versions import objection

TEXT = PINS_FILE.read_text("utf-8")


def test_every_package_is_exact_and_hashed() -> None:
    entries = re.split(r"(?m)^(?=\S)", TEXT)[1:]
    assert len(entries) == 123
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[\w.]+( ; [^\\\n]+)? \\\n", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\n", entry)


def test_the_pinned_litellm_may_be_run() -> None:
    assert f"\nlitellm=={PINNED_VERSION} \\\n" in TEXT
    assert objection(PINNED_VERSION, []) == ""


def test_no_host_no_path_and_no_remark_stands_in_the_list() -> None:
    assert "://" not in TEXT
    assert "/" not in TEXT
    assert "#" not in TEXT
    assert "--index" not in TEXT


@pytest.mark.parametrize(
    ("system", "version", "count"),
    [
        ("linux", (3, 11, 2), 118),
        ("linux", (3, 11, 7), 117),
        ("linux", (3, 14, 0), 117),
        ("darwin", (3, 12, 0), 117),
        ("win32", (3, 12, 0), 118),
    ],
)
def test_the_total_is_that_of_this_platform(
    monkeypatch: pytest.MonkeyPatch, system: str, version: tuple[int, int, int], count: int
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    assert package_count() == count
