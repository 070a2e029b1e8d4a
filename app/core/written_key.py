"""A key as a settings file has it: itself, or where it is kept."""

from collections.abc import Mapping

VARIABLE_PREFIX = "os.environ/"
"""LiteLLM's own way to name a variable of the environment in place of a key."""
KEYRING_PREFIX = "keyring/"
KEY_SETTINGS = ("api_key", "proxy_key")
"""The settings that are keys; profiles have one each besides."""


def is_key(written: str) -> bool:
    """Whether `written` is a key itself, and neither empty nor the name of where one is kept."""
    return bool(written) and not written.startswith((VARIABLE_PREFIX, KEYRING_PREFIX))


def settled_key(written: str, environment: Mapping[str, str]) -> tuple[str, str]:
    """The key, and why there is none; one of the two is empty."""
    if written.startswith(VARIABLE_PREFIX):
        variable = written.removeprefix(VARIABLE_PREFIX)
        key = environment.get(variable, "").strip()
        return key, "" if key else f"its key is in {variable}, which is not set"
    if written.startswith(KEYRING_PREFIX):
        from .system_keyring import KeyringError, key_in_keyring

        try:
            return key_in_keyring(written.removeprefix(KEYRING_PREFIX), environment).reveal(), ""
        except KeyringError as problem:
            return "", f"its key is in the keyring, which gives none: {problem}"
    return written, ""
