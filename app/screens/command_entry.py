"""Commands in the composer: shown and completed while they are typed, and run."""

from ...widgets.composer import Composer
from ...widgets.labelled_lines import LabelledLine, LabelledLines
from .slash_commands import is_misspelt, matching, named
from .talk import Say

MOST_SHOWN = 6


class CommandEntry:
    """Watches the composer; `hints` stands above it."""

    def __init__(self, composer: Composer, hints: LabelledLines, say: Say) -> None:
        self._composer, self.hints, self._say = composer, hints, say
        hints.display = False

    def show(self) -> None:
        """What may be meant by what stands there."""
        found = matching(self._composer.text)[:MOST_SHOWN]
        self.hints.display = bool(found)
        self.hints.show([LabelledLine("", f"/{one.name:<13}{one.tip}", most=1) for one in found])

    def complete(self) -> bool:
        """Write the first that matches out; False where none does."""
        found = matching(self._composer.text)
        if found:
            self._composer.put(f"/{found[0].name}")
        return bool(found)

    def action_of(self, text: str) -> str | None:
        """The action that `text` asks for; None where it is a prompt."""
        command = named(text)
        return command.action if command else None

    def refuses(self, text: str) -> bool:
        """Whether it would be sent by mistake; says so."""
        if not is_misspelt(text):
            return False
        self._say(f"There is no command {text.strip()}. A space before it sends it.", "warning")
        return True
