"""Writes replies and failures on the page of a lane."""

from typing import Protocol

from ...widgets.reply_parts import Tone
from ..core.conversation import Reply
from ..core.failures import Failure
from .failure_rows import failure_rows
from .status_rows import is_running


class ReplyPage(Protocol):
    """What a reply is written on; a reply view is one."""

    def begin(self) -> None: ...
    def feed(self, text: str) -> None: ...
    def feed_reasoning(self, text: str) -> None: ...
    def reasoned(self, seconds: float | None) -> None: ...
    def feed_call(self, index: int, name: str, arguments: str) -> None: ...
    def note(self, text: str, tone: Tone = "info") -> None: ...
    def finish(self) -> None: ...


def failure_text(failure: Failure) -> str:
    """A failure in words: what was tried and seen, why, and what to do."""
    rows = failure_rows(failure)
    return "\n".join([failure.summary, *(f"{name + ':':<7}{text}" for name, text in rows)])


def write_end(page: ReplyPage, reply: Reply) -> None:
    """What stands below a reply that did not end well, then settle the page."""
    if reply.tally.failure is not None:
        page.note(failure_text(reply.tally.failure), "error")
    elif reply.interrupted:
        page.note("Interrupted: Quayside ended before this reply did.", "warning")
    elif reply.stopped:
        page.note("Stopped.", "warning")
    page.reasoned(reply.tally.reasoning_time)
    page.finish()


def write_again(page: ReplyPage, reply: Reply | None) -> None:
    """Bring a reply back on a page; one that still runs stays open for more."""
    page.begin()
    if reply is None:
        page.finish()
        return
    if reply.tally.reasoning:
        page.feed_reasoning(reply.tally.reasoning)
        page.reasoned(reply.tally.reasoning_time)
    if reply.tally.text:
        page.feed(reply.tally.text)
    for delta in reply.tally.tool_deltas:
        page.feed_call(delta.index, delta.name, delta.arguments)
    if not is_running(reply):
        write_end(page, reply)
