"""Python's own keyring program, with a file for its keyring: no desktop is asked for a password."""

import os
import subprocess
from pathlib import Path

import pytest

from kit.installed_programs import command_of
from quayside.app.core.system_keyring import KeyringError, key_in_keyring

pytestmark = pytest.mark.live
KEY = "sk-really-kept-1234567890"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    keyring = command_of("keyring", "25.7.0", beside=["keyrings.alt==5.0.2"])
    places = {name: str(tmp_path) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    path = f"{Path(keyring).parent}{os.pathsep}{os.environ['PATH']}"
    return {
        "PATH": path,
        "PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring",
        **places,
    }


def test_a_key_that_is_kept_as_a_cure_says_is_found(environment: dict[str, str]) -> None:
    with pytest.raises(KeyringError) as nothing:
        key_in_keyring("office", environment)
    cure = str(nothing.value).partition("keep it: ")[2]
    subprocess.run(cure.split(), env=environment, input=KEY, text=True, check=True)
    assert key_in_keyring("office", environment).reveal() == KEY
