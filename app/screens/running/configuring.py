"""A configuration as one line of text, and back."""

import shlex

from ...core.runner.engine_control import Configured

HINT = "context=8192 keep=10m --temp 0.7; empty: as packaged. It replaces what was set before."


def written(configured: Configured) -> str:
    """What a user would have typed for it."""
    parts = [f"context={configured.context_size}"] if configured.context_size is not None else []
    parts += [f"keep={configured.keep_alive}"] if configured.keep_alive else []
    return " ".join([*parts, shlex.join(configured.flags)]).strip()


def read_configuration(text: str) -> Configured:
    """Raises `ValueError` with what is wrong."""
    context: int | None = None
    keep, flags = "", list[str]()
    for word in shlex.split(text):
        name, equals, value = word.partition("=")
        if equals and name == "context" and not flags:
            if not value.isdecimal():
                raise ValueError(f"context is a number of tokens, not '{value}'")
            context = int(value)
        elif equals and name == "keep" and not flags:
            keep = value
        elif flags or word.startswith("-"):
            flags.append(word)
        else:
            raise ValueError(f"'{word}' is neither context=, keep= nor a flag")
    return Configured(context_size=context, keep_alive=keep, flags=tuple(flags))
