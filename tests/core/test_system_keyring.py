import os
import stat
from pathlib import Path

import pytest

from quayside.app.core.secret import Secret
from quayside.app.core.settings_loading import load_settings
from quayside.app.core.system_keyring import KeyringError, key_in_keyring

KEY = "sk-kept-apart-1234567890"


@pytest.fixture
def keyring(tmp_path: Path):
    """Makes a program of the name, that keeps what it was asked for beside it."""

    def made(name: str = "keyring", does: str = f"echo {KEY}") -> dict[str, str]:
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/asked"\n{does}\n')
        program.chmod(stat.S_IRWXU)
        return {"PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}

    return made


def settings_of(tmp_path: Path, text: str, environment: dict[str, str]):
    file = tmp_path / "config.yaml"
    file.write_text(text)
    file.chmod(0o644)
    return load_settings({}, environment, file)


@pytest.mark.parametrize(
    ("program", "asked"),
    [
        ("keyring", "get quayside office"),
        ("secret-tool", "lookup service quayside username office"),
        ("security", "find-generic-password -s quayside -a office -w"),
    ],
)
def test_the_keyring_of_the_machine_is_asked_by_name(program, asked, keyring, tmp_path):
    environment = keyring(program) | {"PATH": str(tmp_path / "bin")}
    assert key_in_keyring("office", environment).reveal() == KEY
    assert (tmp_path / "asked").read_text() == f"{asked}\n"


def test_every_key_of_a_settings_file_may_be_in_the_keyring(keyring, tmp_path):
    text = "api_key: keyring/mine\nproxy_key: keyring/team\n"
    text += "profiles: {office: {base: 'http://office:8000', key: keyring/office}}\n"
    settings = settings_of(tmp_path, text, keyring())
    keys = (settings.api_key.value, settings.proxy_key.value, settings.profiles.value["office"].key)
    assert keys == (Secret(KEY),) * 3
    # Others may read the file: there is no key in it.
    assert settings.warnings == ()
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == [f"get quayside {name}" for name in ("mine", "team", "office")]


def test_a_variable_may_hold_any_of_them_too(tmp_path):
    settings = settings_of(tmp_path, "proxy_key: os.environ/TEAM\n", {"TEAM": KEY})
    assert settings.proxy_key.value == Secret(KEY)


def test_what_the_environment_gives_is_not_asked_for(keyring, tmp_path):
    environment = keyring() | {"QUAYSIDE_KEY": "sk-now"}
    settings = settings_of(tmp_path, "api_key: keyring/mine\n", environment)
    assert settings.api_key.value == Secret("sk-now")
    assert not (tmp_path / "asked").exists()


@pytest.mark.parametrize(
    ("does", "words"),
    [
        ("exit 1", "exit status 1, no key"),
        ("true", "exit status 0, no key"),
        ("printf '\\033]0;title\\007It is locked\\n' >&2; exit 2", "It is locked"),
    ],
)
def test_a_keyring_that_gives_no_key_is_told_with_what_was_run_and_a_cure(
    does, words, keyring, tmp_path
):
    settings = settings_of(tmp_path, "proxy_key: keyring/team\n", keyring(does=does))
    assert not settings.proxy_key.value
    (warning,) = settings.warnings
    assert "`keyring get quayside team`" in warning
    assert words in warning
    assert "keyring set quayside team" in warning
    assert "\x1b" not in warning


@pytest.mark.parametrize(
    ("program", "cure"),
    [
        ("keyring", "keyring set quayside office"),
        ("secret-tool", "secret-tool store --label quayside service quayside username office"),
        ("security", "security add-generic-password -s quayside -a office -w"),
    ],
)
def test_the_cure_is_for_the_program_that_is_there(program, cure, keyring, tmp_path):
    environment = keyring(program, "exit 1") | {"PATH": str(tmp_path / "bin")}
    with pytest.raises(KeyringError, match=f"{cure}$"):
        key_in_keyring("office", environment)


def test_no_keyring_is_told_with_how_to_have_one(tmp_path):
    with pytest.raises(KeyringError, match="pipx install keyring"):
        key_in_keyring("office", {"PATH": os.fspath(tmp_path)})


@pytest.mark.parametrize("name", ["", "--help", "a b", "a\nb", "../x", "a;reboot"])
def test_a_name_is_no_option_and_no_command(name, keyring, tmp_path):
    with pytest.raises(KeyringError, match="is no name in a keyring"):
        key_in_keyring(name, keyring())
    assert not (tmp_path / "asked").exists()
