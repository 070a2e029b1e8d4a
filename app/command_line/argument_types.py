"""What an option's text means; each raises `ArgumentTypeError` with what is expected."""

from argparse import ArgumentTypeError
from math import isfinite

_SERVICE_FIGURES = ("ttft", "tpot", "e2e")


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"a whole number from 1 is expected, not '{text}'")
    return int(text)


def count_from_0(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"a whole number is expected, not '{text}'")
    return int(text)


def port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"a port from 1 to 65535 is expected, not '{text}'")
    return int(text)


def port_or_0(text: str) -> int:
    """A port; 0 stands for a free one."""
    return 0 if text == "0" else port(text)


def amount(text: str) -> float:
    """A finite number above 0."""
    found = amount_from_0(text)
    if found == 0:
        raise ArgumentTypeError(f"a number above 0 is expected, not '{text}'")
    return found


def amount_from_0(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not isfinite(found) or found < 0:
        raise ArgumentTypeError(f"a number from 0 is expected, not '{text}'")
    return found


def levels(text: str) -> tuple[int, ...]:
    """Numbers of requests in flight, such as `1,2,4`."""
    found = tuple(count(part.strip()) for part in text.split(","))
    if len(set(found)) < len(found):
        raise ArgumentTypeError(f"each level once is expected, not '{text}'")
    return found


def service_level(text: str) -> dict[str, float]:
    """Milliseconds by figure, such as `ttft=500,tpot=50`."""
    pairs = [part.strip().partition("=") for part in text.split(",")]
    unknown = [name for name, _, _ in pairs if name not in _SERVICE_FIGURES]
    if unknown or len({name for name, _, _ in pairs}) < len(pairs):
        known = ", ".join(_SERVICE_FIGURES)
        raise ArgumentTypeError(f"{known} are expected, each once with its milliseconds: '{text}'")
    return {name: amount(bound) for name, _, bound in pairs}
