"""The forms that a session can leave in, and names for its files."""

import re
from enum import StrEnum

from ..model import WholeSession
from .document import as_document
from .html import as_html
from .markdown import as_markdown
from .words import title_words

_NO_NAME = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60
_SHORT = 8
_TAKEN_BY_WINDOWS = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


class Form(StrEnum):
    """Its value is the end of the file's name."""

    MARKDOWN = "md"
    JSON = "json"
    HTML = "html"


def export(whole: WholeSession, form: Form) -> str:
    """The file's text. Only JSON can be imported again."""
    match form:
        case Form.MARKDOWN:
            return as_markdown(whole)
        case Form.HTML:
            return as_html(whole)
        case Form.JSON:
            return as_document([whole])


def short_id(whole: WholeSession) -> str:
    """Of a session's id what a name can hold; ids of files from elsewhere are foreign too."""
    return _NO_NAME.sub("-", whole.session.id)[:_SHORT].strip("-._")


def file_name(whole: WholeSession, form: Form) -> str:
    """From the title, which is foreign: letters and digits of it, never a path."""
    name = _NO_NAME.sub("-", title_words(whole)).strip("-._")[:_LONGEST_NAME].rstrip("-._")
    if not name or _TAKEN_BY_WINDOWS.match(name):
        name = f"session-{short_id(whole)}"
    return f"{name.lower()}.{form.value}"
