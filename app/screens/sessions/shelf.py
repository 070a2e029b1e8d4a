"""The sessions that were kept, as the list shows them: searched, filtered, a page at a time."""

from dataclasses import dataclass, replace

from ...core.lanes import Path
from ...core.sessions.listing import Filter, Order, SessionRow
from ...core.sessions.search import Hit
from ...core.sessions.store import SessionStore

PAGE = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to filter by, in words."""

    words: str
    chosen: Filter


class Shelf:
    """What is asked for, and what there is of it."""

    def __init__(self) -> None:
        self.text = ""
        self.chosen = Filter()
        self.order = Order.USED
        self.wanted = PAGE
        self.total = 0
        self.rows: tuple[SessionRow, ...] = ()
        self.hits: dict[str, Hit] = {}
        """What the search found, by session id; empty while nothing is searched for."""

    async def look(self, store: SessionStore) -> None:
        """Read what is asked for. Raises `StoreError`."""
        if self.text.strip():
            hits = await store.search(self.text, self.chosen, limit=PAGE)
            self.rows, self.total = tuple(hit.row for hit in hits), len(hits)
            self.hits = {hit.row.session.id: hit for hit in hits}
            return
        self.rows = await store.rows(self.chosen, self.order, limit=self.wanted)
        self.total = await store.count(self.chosen)
        self.hits = {}

    @property
    def has_more(self) -> bool:
        return not self.hits and len(self.rows) < self.total

    def row(self, session: str) -> SessionRow | None:
        return next((row for row in self.rows if row.session.id == session), None)

    def turn_order(self) -> Order:
        """The next of the orders, which is in effect from now on."""
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        return self.order

    async def choices(self, store: SessionStore) -> list[Choice]:
        """Everything that can be filtered by. Raises `StoreError`."""
        known = await store.known()
        every = Filter()
        return [
            Choice("all sessions", every),
            Choice("pinned", replace(every, pinned=True)),
            Choice("archived", Filter(archived=True)),
            Choice("deleted", Filter(archived=None, deleted=True)),
            *(Choice(f"tag {tag}", replace(every, tag=tag)) for tag in known.tags),
            *(Choice(f"path {path}", replace(every, path=Path(path))) for path in known.paths),
            *(Choice(f"engine {name}", replace(every, engine=name)) for name in known.engines),
            *(Choice(f"model {name}", replace(every, model=name)) for name in known.models),
        ]
