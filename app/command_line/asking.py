"""Asks before something is taken away."""

import sys

from .problems import UsageError


def agrees(question: str, command: str) -> bool:
    """Whether the user says yes. Raises `UsageError` where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError(f"{command} asks first; --yes does it without asking")
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
