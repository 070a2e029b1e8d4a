"""A session as Markdown: prompts and answers are the source that they were, in its own order."""

from collections.abc import Iterator

from ...markdown_text import escaped, fenced
from ...plain_text import plain
from ..model import KeptReply, WholeSession
from .words import (
    Numbered,
    attachment_words,
    figure_words,
    head_words,
    moment,
    numbered,
    title_words,
)


def as_markdown(whole: WholeSession) -> str:
    """Answers stand as Markdown, everything else of outside as plain text."""
    parts = [f"# {escaped(title_words(whole))}", escaped(head_words(whole))]
    if whole.session.system:
        parts.append(f"System prompt:\n\n{fenced(whole.session.system)}")
    apart = False
    for one in numbered(whole):
        if not one.shown and not apart:
            apart = True
            parts.append("---\n\nOther branches")
        parts += _turn(one)
    return "\n\n".join(parts) + "\n"


def _turn(one: Numbered) -> Iterator[str]:
    fork = f" (fork {one.fork})" if one.fork else ""
    yield f"## {one.number}. {moment(one.turn.at)}{fork}"
    # A quotation tells a prompt from an answer wherever Markdown is read.
    yield "\n".join(f"> {line}".rstrip() for line in plain(one.turn.prompt).split("\n"))
    for attachment in one.turn.attachments:
        yield f"Attached: {escaped(attachment_words(attachment))}"
    for _, reply in sorted(one.turn.replies.items()):
        yield from _reply(reply)


def _reply(reply: KeptReply) -> Iterator[str]:
    yield f"### {escaped(reply.lane.label)}"
    if reply.reasoning:
        yield f"<details><summary>Reasoning</summary>\n\n{fenced(reply.reasoning)}\n\n</details>"
    if reply.text:
        yield _closed(plain(reply.text).strip("\n"))
    for call in reply.tool_calls:
        yield f"Tool call {escaped(call.name)}:\n\n{fenced(call.arguments)}"
    if reply.failure is not None:
        yield f"Failed: {escaped(reply.failure.summary)}\n\n{fenced(reply.failure.seen)}"
    if words := figure_words(reply):
        yield f"*{escaped(words)}*"


def _closed(text: str) -> str:
    """An answer that was cut in a block of code must not swallow what follows it."""
    fence = ""
    for line in text.split("\n"):
        mark = line.lstrip(" ")[:1]
        run = line.lstrip(" ")
        length = len(run) - len(run.lstrip(mark)) if mark in ("`", "~") else 0
        if not fence and length >= 3:
            fence = mark * length
        elif fence and mark == fence[0] and length >= len(fence) and not run.strip(mark).strip():
            fence = ""
    return f"{text}\n{fence}" if fence else text
