"""Commands that are typed into the composer, such as `/fork`; each is a key by another name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from .keys import APP_KEYS, CHAT_KEYS

_NAMES = {
    "new": "session.new",
    "sessions": "app.sessions",
    "system": "session.system",
    "lane-system": "lane.system",
    "edit": "turn.edit",
    "again": "turn.resend",
    "fork": "turn.fork",
    "tree": "turn.tree",
    "beside": "turn.beside",
    "copy-as": "turn.copy-as",
    "editor": "composer.editor",
    "add-lane": "lane.add",
    "change-lane": "lane.change",
    "close-lane": "lane.remove",
    "expand": "lane.expand",
    "sidebar": "view.sidebar",
    "compare": "app.compare",
    "diagnose": "app.diagnostics",
    "theme": "app.theme",
    "help": "app.help",
    "quit": "app.quit",
}
_BEGUN = re.compile(r"/[a-z-]*")


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """`action` is Textual's, to be run on the chat screen."""

    name: str
    action: str
    tip: str


def commands() -> tuple[SlashCommand, ...]:
    """All of them; what they do is told by the key that does the same."""
    actions = dict([*_actions(CHAT_KEYS, ""), *_actions(APP_KEYS, "app.")])
    return tuple(SlashCommand(name, *actions[key]) for name, key in _NAMES.items())


def matching(text: str) -> tuple[SlashCommand, ...]:
    """Those that may be meant while `text` is being typed; none once it is another text."""
    if not _BEGUN.fullmatch(text):
        return ()
    return tuple(one for one in commands() if one.name.startswith(text[1:]))


def named(text: str) -> SlashCommand | None:
    """The command that `text` is, whole."""
    return next((one for one in matching(text.strip()) if f"/{one.name}" == text.strip()), None)


def is_misspelt(text: str) -> bool:
    """Whether `text` is one word that looks like a command, and is none."""
    word = text.strip()
    return len(word) > 1 and bool(_BEGUN.fullmatch(word)) and named(word) is None


def _actions(
    bindings: Iterable[BindingType], namespace: str
) -> Iterable[tuple[str, tuple[str, str]]]:
    for binding in bindings:
        if isinstance(binding, Binding) and binding.id:
            yield binding.id, (namespace + binding.action, binding.tooltip)
