"""Copies a turn as code that somebody else can run."""

from collections.abc import Sequence

from ..core.lanes import Lane, Message
from ..core.snippets.snippet import Form, NoSnippet, snippet
from .base import WorkScreen
from .choice_list import ChoiceList

_TITLE = "Copy what this lane was asked, as"


def copy_as_code(screen: WorkScreen, lane: Lane, messages: Sequence[Message]) -> None:
    """Ask for a form, then copy; a key that the code needs is named, and is not in it."""
    forms = list(Form)

    def taken(place: int | None) -> None:
        if place is not None:
            _copy(screen, forms[place], lane, messages)

    screen.app.push_screen(ChoiceList(_TITLE, [form.words for form in forms]), taken)


def _copy(screen: WorkScreen, form: Form, lane: Lane, messages: Sequence[Message]) -> None:
    try:
        made = snippet(form, lane, messages)
    except NoSnippet as problem:
        screen.say(f"There is no {form.words} for this lane: {problem}", "warning")
        return
    screen.copy(made.text, form.words)
    if made.variable:
        screen.say(f"Its key is taken from {made.variable}, which must be set where it runs")
