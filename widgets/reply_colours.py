"""Where a page's colours come from: component classes of the view, coloured by theme tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from .reply_style import PageStyles

_PREFIX = "reply-view--"
_PARTS = (
    *("base", "muted", "heading", "link", "quote", "code", "code-inline", "code-muted"),
    *("keyword", "name", "string", "number", "info", "warning", "error"),
)
_MARKS = ("mark", "hit", "hit-here")
PAGE_CLASSES = {_PREFIX + part for part in (*_PARTS, *_MARKS)}
PAGE_CSS = """
ReplyView > .reply-view--muted { color: $text-muted; }
ReplyView > .reply-view--heading { color: $text-primary; }
ReplyView > .reply-view--link { color: $text-accent; }
ReplyView > .reply-view--quote { color: $text-muted; }
ReplyView > .reply-view--code { background: $panel; }
ReplyView > .reply-view--code-inline { background: $panel; }
ReplyView > .reply-view--code-muted { background: $panel; color: $text-muted; }
ReplyView > .reply-view--keyword { background: $panel; color: $text-secondary; }
ReplyView > .reply-view--name { background: $panel; color: $text-primary; }
ReplyView > .reply-view--string { background: $panel; color: $text-success; }
ReplyView > .reply-view--number { background: $panel; color: $text-warning; }
ReplyView > .reply-view--warning { color: $text-warning; }
ReplyView > .reply-view--error { color: $text-error; }
ReplyView > .reply-view--mark { background: $panel; color: $text-accent; text-style: bold; }
ReplyView > .reply-view--hit { color: $text-accent; text-style: underline; }
ReplyView > .reply-view--hit-here { color: $text-accent; text-style: bold reverse; }
"""


def page_styles(view: Widget) -> PageStyles:
    """The styles of a page as the theme has them now."""
    from .reply_style import PageStyles

    styles = {
        part.replace("-", "_"): view.get_component_rich_style(_PREFIX + part) for part in _PARTS
    }
    return PageStyles(**styles)
