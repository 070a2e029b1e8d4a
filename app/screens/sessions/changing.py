"""What is changed of the session under the cursor."""

from collections.abc import Awaitable, Callable

from ....widgets.session_list import SessionList
from ...core.sessions.changes import Change
from ...core.sessions.model import KeptSession
from ...core.sessions.store import SessionStore
from ..base import WorkScreen
from ..line_dialog import LineDialog
from .shelf import Shelf

Work = Callable[[SessionStore], Awaitable[object]]
TITLE_HINT = "An empty title gives back the one from the first prompt"
TAGS_HINT = "Words with spaces between them"


class SessionChanges(WorkScreen):
    """The part of the sessions screen that names, tags, pins, puts away and deletes."""

    deleted: list[str]
    shelf: Shelf
    list: SessionList

    def do(self, work: Work, then: Callable[[], object] | None = None) -> None:
        """Have `work` done on the store, then show what there is; a failure is told."""
        raise NotImplementedError

    @property
    def current(self) -> KeptSession | None:
        row = self.shelf.row(self.list.current)
        return row.session if row else None

    def action_rename(self) -> None:
        if session := self.current:
            dialog = LineDialog("Rename the session", session.title, TITLE_HINT, str.strip)
            self.app.push_screen(dialog, lambda title: self._change(session, title=title))

    def action_tags(self) -> None:
        if session := self.current:
            dialog = LineDialog("Tags", " ".join(session.tags), TAGS_HINT, read_tags)
            self.app.push_screen(dialog, lambda tags: self._change(session, tags=tags))

    def action_pin(self) -> None:
        if session := self.current:
            self._change(session, pinned=not session.pinned)

    def action_archive(self) -> None:
        if session := self.current:
            self._change(session, archived=not session.archived)
            self.say("Out of the archive" if session.archived else "In the archive; f finds it")

    def _change(
        self,
        session: KeptSession,
        *,
        title: str | None = None,
        tags: tuple[str, ...] | None = None,
        pinned: bool | None = None,
        archived: bool | None = None,
    ) -> None:
        change = Change(title=title, tags=tags, pinned=pinned, archived=archived)
        self.do(lambda store: store.change([session.id], change))

    def action_delete(self) -> None:
        if session := self.current:
            if session.id == self.desk.session.id:
                self.desk.go_on_in(None)
            self.deleted.append(session.id)
            self.do(lambda store: store.delete([session.id]))
            self.say(f"Deleted '{session.title}'; u brings it back")

    def action_undo(self) -> None:
        """Bring back what was deleted last; in the list of deleted ones, that under the cursor."""
        wanted = self.list.current if self.shelf.chosen.deleted else ""
        if not wanted and self.deleted:
            wanted = self.deleted.pop()
        if wanted:
            self.do(lambda store: store.restore([wanted]))


def read_tags(text: str) -> tuple[str, ...]:
    """Tags are words; a `#` before one is not part of it."""
    return tuple(dict.fromkeys(word.lstrip("#") for word in text.split() if word.strip("#")))
