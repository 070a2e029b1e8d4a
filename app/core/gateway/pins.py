"""The packaged list of exact packages, with hashes, that LiteLLM's environment is made of."""

import hashlib
import platform
import re
import sys
from pathlib import Path

PINNED_VERSION = "1.106.2"
PINS_FILE = Path(__file__).with_name(f"litellm-{PINNED_VERSION}.txt")
_PIN = re.compile(r"([A-Za-z0-9._-]+)==(\S+)(?: ; ([^\\]+))?")
_CLAUSE = re.compile(r"(\w+) (==|!=|<|>=) '([^']*)'")


def pins_digest() -> str:
    """Tells one list of packages from another: an environment made from an older one is stale."""
    return hashlib.sha256(PINS_FILE.read_bytes()).hexdigest()


def package_count(file: Path = PINS_FILE) -> int:
    """How many packages this platform and this Python take from the list."""
    pins = (_PIN.match(line) for line in file.read_text("utf-8").splitlines())
    return sum(1 for pin in pins if pin and _wanted(pin.group(3)))


def _wanted(marker: str | None) -> bool:
    if not marker:
        return True
    return any(
        all(_holds(clause) for clause in alternative.split(" and "))
        for alternative in marker.strip().split(" or ")
    )


def _holds(clause: str) -> bool:
    found = _CLAUSE.fullmatch(clause.strip())
    if found is None:
        return True
    name, operator, wanted = found.groups()
    if name == "python_full_version":
        actual, limit = sys.version_info[:3], tuple(int(part) for part in wanted.split("."))
        return actual < limit if operator == "<" else actual >= limit
    actual = {
        "sys_platform": sys.platform,
        "platform_machine": platform.machine(),
        "implementation_name": sys.implementation.name,
    }.get(name, "")
    return (actual == wanted) == (operator == "==")
