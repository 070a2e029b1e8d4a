"""The sessions screen: what was kept, searched as you type, sorted, and opened again."""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.widgets import Input, Static

from ...widgets.key_line import KeyLine
from ...widgets.line_field import LineField
from ...widgets.session_list import SessionList
from ..core.conversation import Session
from ..core.sessions.bridge import live_session
from ..core.sessions.store import SessionStore
from ..core.sessions.store_failures import StoreError
from .choice_list import ChoiceList
from .desk import Desk
from .keys import SESSION_KEYS
from .searching import SearchingScreen
from .sessions.changing import SessionChanges, Work
from .sessions.exchange import SessionExchange
from .sessions.session_rows import session_line
from .sessions.shelf import PAGE, Choice, Shelf

NOTHING_KEPT = "Sessions are not kept here."


class SessionsScreen(SessionChanges, SearchingScreen):
    """Lists what the store holds; every change is made there, and the list is read again."""

    CSS_PATH = "session_list.tcss"
    BINDING_GROUP_TITLE = "Sessions"
    BINDINGS: ClassVar[list[BindingType]] = SESSION_KEYS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.search = LineField(placeholder="Search in titles, prompts and answers", id="search")
        self.list = SessionList(id="sessions")
        self.state = Static("", markup=False, id="sessions-state")
        self.shelf = Shelf()
        self.exchange = SessionExchange(self, self.state, self._look)
        self._filtered = ""
        self.deleted = []

    @property
    def found(self) -> SessionList:
        return self.list

    def compose(self) -> ComposeResult:
        yield self.search
        yield self.list
        yield self.state
        yield KeyLine()

    def on_mount(self) -> None:
        self.desk.watch(self._desk_changed)
        self.list.focus()

    @on(ScreenResume)
    def _come_back(self) -> None:
        self._look()

    def _desk_changed(self) -> None:
        if self.is_active:
            self._look()

    # What is on show

    def _look(self) -> None:
        self.do(self.shelf.look)

    def do(self, work: Work, then: Callable[[], object] | None = None) -> None:
        self.run_worker(partial(self._done, work, then), group="sessions")

    async def _done(self, work: Work, then: Callable[[], object] | None) -> None:
        store = self.desk.book.store
        if store is None:
            self.state.update(NOTHING_KEPT)
            return
        try:
            await work(store)
            await self.shelf.look(store)
        except StoreError as problem:
            self.say(f"{problem.failure.summary}. {problem.failure.cure}", "error")
            return
        self._show()
        if then is not None:
            then()

    def _show(self) -> None:
        now, hits = time.time(), self.shelf.hits
        self.list.show_lines(
            [session_line(row, now, hits.get(row.session.id)) for row in self.shelf.rows]
        )
        count = f"{len(self.shelf.rows)} of {self.shelf.total}"
        self.state.update("   ".join(part for part in (count, self._filtered) if part))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self.shelf.text = event.value
        self._look()

    @on(SessionList.EndReached)
    def _more(self) -> None:
        if self.shelf.has_more:
            self.shelf.wanted += PAGE
            self._look()

    # Opening

    @on(SessionList.Opened)
    def _chosen(self, event: SessionList.Opened) -> None:
        self.run_worker(partial(self._open, event.id), group="open", exclusive=True)

    async def _open(self, wanted: str) -> None:
        store, hit = self.desk.book.store, self.shelf.hits.get(wanted)
        if store is None:
            return
        session = self.desk.session
        if session.id != wanted:
            # A long one would be looked through for garbage again and again while it grows.
            with self.desk.full_collections.put_off():
                whole = await store.open(wanted)
                if whole is None:
                    self.say("This session is not there any more.", "warning")
                    return
                session = await asyncio.to_thread(live_session, whole)
        self._go_to(session, hit.turn if hit else None)
        await self.app.switch_mode("chat")

    def _go_to(self, session: Session, wanted: str | None) -> None:
        turns = chain(session.turns, session.apart) if wanted else ()
        turn = next((turn for turn in turns if turn.id == wanted), None)
        if turn is not None and session.index(turn) is None:
            session.show(turn)
        self.desk.go_on_in(session, turn)

    async def action_back(self) -> None:
        if self.exchange.stop():
            return
        if self.search.has_focus or self.search.value:
            self.search.value = ""
            self.list.focus()
        else:
            await self.app.switch_mode("chat")

    async def action_new_session(self) -> None:
        self.desk.go_on_in(None)
        await self.app.switch_mode("chat")

    # Files

    def action_export(self) -> None:
        if session := self.current:
            self.run_worker(partial(self.exchange.ask_where_to, session.id), group="export")

    def action_import(self) -> None:
        self.exchange.ask_what()

    # Which ones, in which order

    def action_filter(self) -> None:
        found = list[Choice]()

        async def gather(store: SessionStore) -> None:
            found.extend(await self.shelf.choices(store))

        self.do(gather, lambda: self._ask_filter(found))

    def _ask_filter(self, choices: list[Choice]) -> None:
        self.app.push_screen(
            ChoiceList("Show", [choice.words for choice in choices]),
            lambda place: None if place is None else self._filter(choices[place]),
        )

    def _filter(self, choice: Choice) -> None:
        self.shelf.chosen, self.shelf.wanted = choice.chosen, PAGE
        self._filtered = choice.words
        self._look()

    def action_order(self) -> None:
        self.say(f"By {self.shelf.turn_order()}")
        self._look()
