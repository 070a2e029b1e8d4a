"""Keys in the keyring of this machine's user, asked for by the programs that are made for it."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from .plain_text import plain
from .secret import Secret

SERVICE = "quayside"
"""Under which a key is kept: `keyring set quayside NAME`."""
SECONDS = 60
"""A keyring that is locked asks its user, before the workbench takes the terminal."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class _Program:
    """Asks its user for the key where it is to `keep` one."""

    name: str
    get: str
    keep: str

    def command(self, words: str, key: str) -> tuple[str, ...]:
        return (self.name, *(key if word == "NAME" else word for word in words.split()))


# Python's keyring, libsecret's tool and macOS's keep an entry under the same two words.
_PROGRAMS = (
    _Program("keyring", f"get {SERVICE} NAME", f"set {SERVICE} NAME"),
    _Program(
        "secret-tool",
        f"lookup service {SERVICE} username NAME",
        f"store --label {SERVICE} service {SERVICE} username NAME",
    ),
    _Program(
        "security",
        f"find-generic-password -s {SERVICE} -a NAME -w",
        f"add-generic-password -s {SERVICE} -a NAME -w",
    ),
)


class KeyringError(ValueError):
    """There is no such key to be had; says what was run, what was seen, and what helps."""


def key_in_keyring(name: str, environment: Mapping[str, str]) -> Secret:
    """The key that is kept as `name`. Waits for the user where it must. Raises `KeyringError`."""
    if not _NAME.fullmatch(name):
        raise KeyringError(f"'{name}' is no name in a keyring; letters, digits, . - and _ are")
    path = environment.get("PATH", "")
    program = next((one for one in _PROGRAMS if shutil.which(one.name, path=path)), None)
    if program is None:
        raise KeyringError("no program for keyrings is here; install one: pipx install keyring")
    return Secret(_answer(program, name, environment))


def _answer(program: _Program, name: str, environment: Mapping[str, str]) -> str:
    command = program.command(program.get, name)
    told = " ".join(command)
    cure = f"keep it: {' '.join(program.command(program.keep, name))}"
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
