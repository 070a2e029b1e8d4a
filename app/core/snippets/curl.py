"""A request as a command for a shell."""

import json
import re
import shlex
from collections.abc import Iterator, Sequence

from ..lanes import JsonValue, Lane, Message
from .request import Asked, asked
from .variables import header_variable, key_variable

_END = "END_OF_BODY"
"""No line of the body can be this: each begins with a bracket, a quotation mark or a blank."""
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""What a terminal would obey or hide; JSON has another way to write it."""
_GLOBS = re.compile(r"[\[\]{}]")


def curl_text(lane: Lane, messages: Sequence[Message]) -> str:
    """For any POSIX shell; the body stands in it as it is sent, but for blanks."""
    request = asked(lane, messages)
    options = " \\\n".join([f"curl {_how(request)}", *_headers(lane, request)])
    return f"{options} \\\n  --data-binary @- <<'{_END}'\n{json_text(request.body)}\n{_END}\n"


def json_text(value: JsonValue) -> str:
    """JSON that can be read and pasted: nothing in it steers a terminal."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _how(request: Asked) -> str:
    parts = ["-sS", "--no-buffer"] if request.stream else ["-sS"]
    parts += ["--globoff"] if _GLOBS.search(request.url) else []
    parts += ["--unix-socket", shlex.quote(request.socket)] if request.socket else []
    return " ".join([*parts, shlex.quote(request.url)])


def _headers(lane: Lane, request: Asked) -> Iterator[str]:
    yield "  -H 'Content-Type: application/json'"
    if variable := key_variable(lane):
        yield f'  -H "Authorization: Bearer ${variable}"'
    for name in request.headers:
        yield f'  -H "{name}: ${header_variable(name)}"'
