"""What is told of a fault of our own: where it happened, and nothing that was in hand there."""

import re
import traceback
from collections.abc import Iterable, Mapping

from .plain_text import plain
from .secret import Secret
from .settings import Settings

_NAMED = re.compile(r"key|token|secret|passw", re.IGNORECASE)
_LOGIN = re.compile(r"//[^/@\s]*@")
_SHORTEST = 4
"""Characters; what is shorter is no key, and masking it would eat the words."""
_MOST_LINES = 60


def crash_text(error: BaseException, keys: Iterable[Secret]) -> str:
    """The traceback without the values of names, its keys masked, and safe for a terminal.

    Where it is long, as of a recursion without end, its last lines.
    """
    lines = "".join(traceback.format_exception(error)).splitlines()
    if len(lines) > _MOST_LINES:
        lines = [lines[0], "  …", *lines[-_MOST_LINES:]]
    told = "\n".join(line[:1000] for line in lines)
    # The longest first: one may be the beginning of another.
    for key in sorted(keys, key=lambda one: -len(one.reveal())):
        told = key.scrub(told) if len(key.reveal()) >= _SHORTEST else told
    return plain(_LOGIN.sub("//", told))


def keys_of(environment: Mapping[str, str], settings: Settings | None = None) -> list[Secret]:
    """All that may be keys: of variables that are named so, and of the settings."""
    found = [Secret(text.strip()) for name, text in environment.items() if _NAMED.search(name)]
    if settings is not None:
        found += [settings.api_key.value, settings.proxy_key.value]
        found += [profile.key for profile in settings.profiles.value.values()]
    return found
