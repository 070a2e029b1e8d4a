"""What the chat screen says before the first turn."""

from .desk import Desk
from .kit import WorkbenchKit

_HINTS = (
    ("composer.send", "enter", "send"),
    ("lane.add", "ctrl+l", "add a lane"),
    ("view.sidebar", "ctrl+b", "sidebar"),
    ("app.sessions", "f6", "sessions"),
    ("app.diagnostics", "f4", "diagnose"),
    ("app.help", "f1", "keys"),
)


def welcome_lines(desk: Desk) -> list[str]:
    count = len(desk.lanes)
    asked = "one lane" if count == 1 else f"{count} lanes"
    return [
        f"Asks {asked}: straight at the engine, or through a LiteLLM Proxy.",
        _found_line(desk),
    ]


def welcome_keys(kit: WorkbenchKit) -> list[tuple[str, str]]:
    """Keys as they are bound now, with what they do."""
    return [(kit.keymap.get(name, key).split(",")[0], text) for name, key, text in _HINTS]


def _found_line(desk: Desk) -> str:
    if desk.found:
        return "Found: " + "; ".join(server.title for server in desk.found) + "."
    if desk.searching:
        return "Looking for runners and gateways…"
    return "No runner and no gateway found by itself; F4 says what was tried."
