"""A session as one page: prompts and answers as their source, all of it escaped."""

import base64
from collections.abc import Iterator

from ...attachments import Attachment
from ...html_page import page
from ...markup import block_of, text_of
from ..model import KeptReply, WholeSession
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

_STYLE = """
h3{font-size:.9rem;margin:1rem 0 .2rem;color:var(--quiet)}
.prompt{border-left:3px solid var(--mark)}
.figures,.head{color:var(--quiet);font-size:.85rem}
.failed{color:var(--warn)}
img{max-width:100%}
details summary{cursor:pointer;color:var(--quiet)}
"""
_DRAWN = ("image/png", "image/jpeg", "image/gif", "image/webp")


def as_html(whole: WholeSession) -> str:
    """Reasoning is folded; images that went with a prompt stand in the page itself."""
    title = title_words(whole)
    parts = [f"<h1>{text_of(title)}</h1>", f'<p class="head">{text_of(head_words(whole))}</p>']
    for name, text in system_prompts(whole.session):
        parts.append(f"<h3>{name}</h3>\n<pre>{block_of(text)}</pre>")
    apart = False
    for one in numbered(whole):
        if not one.shown and not apart:
            apart = True
            parts.append("<hr>\n<p>Other branches</p>")
        parts += _turn(one)
    return page(title, _STYLE, parts) + "\n"


def _turn(one: Numbered) -> Iterator[str]:
    fork = f" · fork {one.fork}" if one.fork else ""
    yield f"<h2>{one.number} · {text_of(moment(one.turn.at))}{text_of(fork)}</h2>"
    yield f'<pre class="prompt">{block_of(one.turn.prompt)}</pre>'
    for attachment in one.turn.attachments:
        yield _attachment(attachment)
    for _, reply in sorted(one.turn.replies.items()):
        yield from _reply(reply)


def _attachment(attachment: Attachment) -> str:
    words = text_of(attachment_words(attachment))
    content = attachment.content
    if isinstance(content, bytes) and attachment.media_type in _DRAWN:
        data = base64.b64encode(content).decode()
        return f'<p>{words}</p>\n<img alt="" src="data:{attachment.media_type};base64,{data}">'
    if isinstance(content, str):
        body = f"<pre>{block_of(content)}</pre>"
        return f"<details><summary>{words}</summary>\n{body}</details>"
    return f"<p>{words}</p>"


def _reply(reply: KeptReply) -> Iterator[str]:
    yield f"<h3>{text_of(reply.lane.label)}</h3>"
    if reply.reasoning:
        body = f"<pre>{block_of(reply.reasoning)}</pre>"
        yield f"<details><summary>Reasoning</summary>\n{body}</details>"
    if reply.text:
        yield f"<pre>{block_of(reply.text)}</pre>"
    for call in reply.tool_calls:
        arguments = f"<pre>{block_of(call.arguments)}</pre>"
        yield f"<h3>Tool call {text_of(call.name)}</h3>\n{arguments}"
    if failure := reply.failure:
        seen = f"<pre>{block_of(failure.seen)}</pre>"
        yield f'<p class="failed">{text_of(failure.summary)}</p>\n{seen}'
    if words := figure_words(reply):
        yield f'<p class="figures">{text_of(words)}</p>'
