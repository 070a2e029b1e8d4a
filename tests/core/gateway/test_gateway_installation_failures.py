import pytest

from quayside.app.core.gateway.installation_failures import explain_installation

OFFLINE = [
    "Collecting aiohttp==3.14.5",
    "WARNING: Retrying after connection broken by 'NewConnectionError(...)': /simple/aiohttp/",
    "ERROR: Could not find a version that satisfies the requirement aiohttp==3.14.5",
    "ERROR: No matching distribution found for aiohttp==3.14.5",
]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (OFFLINE, "no-network"),
        (OFFLINE[2:], "no-wheel"),
        (["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE FILE."], "hash-mismatch"),
        (["ERROR: Could not install: [Errno 28] No space left on device"], "disk-full"),
        (["The virtual environment was not created because ensurepip is not"], "no-venv"),
        (["Killed"], "installation-failed"),
    ],
)
def test_each_end_of_the_installer_has_its_kind(lines: list[str], kind: str) -> None:
    failure = explain_installation(["python", "-m", "pip"], lines)
    assert failure.kind == kind
    assert failure.tried == "python -m pip"
    assert failure.cause
    assert failure.cure


def test_only_what_tells_is_shown_and_no_password_of_an_index() -> None:
    lines = ["Looking in indexes: https://me:pass@host/simple", "", *OFFLINE]
    lines.append("ERROR: cannot reach https://me:pass@host/simple")
    failure = explain_installation(["pip"], lines)
    assert "Collecting" not in failure.seen
    assert "pass" not in failure.seen
    assert failure.seen.endswith("https://host/simple")
