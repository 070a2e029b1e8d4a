"""What stands in the composer, kept for each session until it is sent."""

from ....widgets.composer import Composer
from ...core.conversation import Session
from .book import SessionBook

LONGEST_DRAFT = 1_000_000
"""Characters; more is pasted again sooner than it is written at every pause."""


class Drafts:
    """Keeps the draft of the session that is talked in, and brings it back with it."""

    def __init__(self, book: SessionBook, composer: Composer) -> None:
        self._book, self._composer = book, composer
        self._session: Session | None = None
        self._slot, self._kept = "", ""

    def keep(self) -> None:
        """Called often: writes where something has changed."""
        store, text = self._book.store, self._composer.text
        session = self._book.session
        if store is None or self._session is not session:
            return
        if self._slot != (slot := _slot(session)):
            # A new session has its first turn: what was its draft has been sent.
            store.keep_draft(self._slot, "")
            self._slot, self._kept = slot, ""
        if text != self._kept and len(text) <= LONGEST_DRAFT:
            self._kept = text
            store.keep_draft(slot, text)

    async def come_back(self) -> None:
        """Put the draft of a session into the composer once it has been opened."""
        store, session = self._book.store, self._book.session
        if store is None or self._session is session:
            return
        self._leave()
        self._session, self._slot = session, _slot(session)
        self._kept = await store.draft(self._slot)
        if self._kept and not self._composer.text and self._book.session is session:
            self._composer.put(self._kept)

    def _leave(self) -> None:
        if self._session is not None and self._composer.text == self._kept:
            self._composer.put("")


def _slot(session: Session) -> str:
    return session.id if session.turns or session.apart else ""
