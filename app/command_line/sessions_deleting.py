"""`quayside sessions delete`."""

from ..core.plain_text import one_line
from ..core.sessions.titles import UNTITLED
from .asking import agrees
from .sessions import Archive


async def delete_sessions(archive: Archive) -> int:
    """0 when done, 1 when it was not wanted after all."""
    rows = await archive.named(archive.arguments.names)
    titles = ", ".join(one_line(row.session.title or UNTITLED) for row in rows)
    if not archive.arguments.yes and not agrees(f"Delete {titles}?", "delete"):
        archive.console.note("nothing was deleted")
        return 1
    gone = await archive.store.delete([row.session.id for row in rows])
    archive.console.note(f"{gone} in the bin for a week: {titles}")
    return 0
