"""What stands in the composer, kept for each session until it is sent."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ....widgets.composer import Composer
from ...core.attaching.mentions import mentions
from ...core.conversation import Session
from .book import SessionBook

if TYPE_CHECKING:
    # The database must not be loaded before the first frame.
    from ...core.sessions.store import SessionStore

LONGEST_DRAFT = 1_000_000
"""Characters; more is pasted again sooner than it is written at every pause."""


class Drafts:
    """Keeps the draft of the session that is talked in, and brings it back with it."""

    def __init__(self, book: SessionBook, composer: Composer) -> None:
        self._book, self._composer = book, composer
        self._session: Session | None = None
        self._slot, self._kept = "", ""
        self._pasted = set[str]()
        """Names of the long texts that are kept with it."""

    def keep(self) -> None:
        """Called often: writes where something has changed."""
        store, text = self._book.store, self._composer.text
        session = self._book.session
        if store is None or self._session is not session:
            return
        if self._slot != (slot := _slot(session)):
            # A new session has its first turn: what was its draft has been sent.
            store.keep_draft(self._slot, "")
            self._keep_pasted(store, {})
            self._slot, self._kept = slot, ""
        if text != self._kept and len(text) <= LONGEST_DRAFT:
            self._kept = text
            store.keep_draft(slot, text)
            self._keep_pasted(store, self._pasted_in(text))

    async def come_back(self) -> None:
        """Put the draft of a session into the composer once it has been opened."""
        store, session = self._book.store, self._book.session
        if store is None or self._session is session:
            return
        self._leave()
        self._session, self._slot = session, _slot(session)
        self._kept = await store.draft(self._slot)
        pasted = await self._read_pasted(store, self._kept)
        if self._kept and not self._composer.text and self._book.session is session:
            self._composer.held |= pasted
            self._composer.put(self._kept)

    def _leave(self) -> None:
        if self._session is not None and self._composer.text == self._kept:
            self._composer.put("")

    def _pasted_in(self, text: str) -> dict[str, str]:
        held = self._composer.held
        pasted = {one.name: held[one.name] for one in mentions(text) if one.name in held}
        return {name: text for name, text in pasted.items() if len(text) <= LONGEST_DRAFT}

    def _keep_pasted(self, store: "SessionStore", pasted: Mapping[str, str]) -> None:
        for name in self._pasted - pasted.keys():
            store.keep_draft(_pasted_slot(self._slot, name), "")
        for name in pasted.keys() - self._pasted:
            store.keep_draft(_pasted_slot(self._slot, name), pasted[name])
        self._pasted = set(pasted)

    async def _read_pasted(self, store: "SessionStore", text: str) -> dict[str, str]:
        read: dict[str, str] = {}
        for one in mentions(text):
            if content := await store.draft(_pasted_slot(self._slot, one.name)):
                read[one.name] = content
        self._pasted = set(read)
        return read


def _slot(session: Session) -> str:
    return session.id if session.turns or session.apart else ""


def _pasted_slot(slot: str, name: str) -> str:
    # No session's id holds a blank.
    return f"{slot} {name}"
