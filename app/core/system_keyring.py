"""Keys in the keyring of this machine's user, asked for by the programs that are made for it."""

import re
import shutil
import subprocess
from collections.abc import Mapping

from .plain_text import plain
from .secret import Secret

SERVICE = "quayside"
"""Under which a key is kept: `keyring set quayside NAME`."""
SECONDS = 60
"""A keyring that is locked asks its user, before the workbench takes the terminal."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class KeyringError(ValueError):
    """There is no such key to be had; says what was run, what was seen, and what helps."""


def key_in_keyring(name: str, environment: Mapping[str, str]) -> Secret:
    """The key that is kept as `name`. Waits for the user where it must. Raises `KeyringError`."""
    if not _NAME.fullmatch(name):
        raise KeyringError(f"'{name}' is no name in a keyring; letters, digits, . - and _ are")
    path = environment.get("PATH", "")
    command = next((one for one in _commands(name) if shutil.which(one[0], path=path)), None)
    if command is None:
        raise KeyringError("no program for keyrings is here; install one: pipx install keyring")
    return Secret(_answer(command, environment, f"keep it: keyring set {SERVICE} {name}"))


def _commands(name: str) -> tuple[tuple[str, ...], ...]:
    """Python's keyring, libsecret's tool and macOS's keep an entry under the same two words."""
    return (
        ("keyring", "get", SERVICE, name),
        ("secret-tool", "lookup", "service", SERVICE, "username", name),
        ("security", "find-generic-password", "-s", SERVICE, "-a", name, "-w"),
    )


def _answer(command: tuple[str, ...], environment: Mapping[str, str], cure: str) -> str:
    told = " ".join(command)
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise KeyringError(f"`{told}`: {type(problem).__name__}; {cure}") from None
    key = done.stdout.decode("utf-8", "replace").strip()
    if done.returncode or not key:
        words = plain(done.stderr.decode("utf-8", "replace")).strip().splitlines()
        seen = words[-1][:200] if words else f"exit status {done.returncode}, no key"
        raise KeyringError(f"`{told}`: {seen}; {cure}")
    return key
