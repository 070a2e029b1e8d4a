"""A session as Markdown: prompts and answers are the source that they were, in its own order."""

from collections.abc import Iterator

from ...markdown_text import escaped, fenced
from ..model import KeptReply, WholeSession
from .source import contained
from .words import (
    Numbered,
    attachment_words,
    figure_words,
    head_words,
    moment,
    numbered,
    system_prompts,
    title_words,
)


def as_markdown(whole: WholeSession) -> str:
    """Prompts and answers stand as Markdown without tags, everything else as plain text."""
    parts = [f"# {escaped(title_words(whole))}", escaped(head_words(whole))]
    parts += [f"{name}:\n\n{fenced(text)}" for name, text in system_prompts(whole.session)]
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
    yield "\n".join(f"> {line}".rstrip() for line in contained(one.turn.prompt).split("\n"))
    for attachment in one.turn.attachments:
        yield f"Attached: {escaped(attachment_words(attachment))}"
    for _, reply in sorted(one.turn.replies.items()):
        yield from _reply(reply)


def _reply(reply: KeptReply) -> Iterator[str]:
    yield f"### {escaped(reply.lane.label)}"
    if reply.reasoning:
        yield f"<details><summary>Reasoning</summary>\n\n{fenced(reply.reasoning)}\n\n</details>"
    if reply.text:
        yield contained(reply.text)
    for call in reply.tool_calls:
        yield f"Tool call {escaped(call.name)}:\n\n{fenced(call.arguments)}"
    if reply.failure is not None:
        yield f"Failed: {escaped(reply.failure.summary)}\n\n{fenced(reply.failure.seen)}"
    if words := figure_words(reply):
        yield f"*{escaped(words)}*"
