"""One turn as a snippet in one of four forms. None of them holds a key: they name a variable."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..lanes import Lane, Message
from ..wire.address import AddressError
from ..wire.wire_request import RequestRefused
from .curl import curl_text
from .litellm_python import litellm_text
from .openai_python import openai_text
from .proxy_config import config_text
from .variables import key_variable


class Form(StrEnum):
    """What runs the snippet."""

    CURL = "curl"
    OPENAI = "openai"
    LITELLM = "litellm"
    CONFIG = "config"

    @property
    def words(self) -> str:
        return _TITLES[self]


_TITLES = {
    Form.CURL: "cURL",
    Form.OPENAI: "OpenAI SDK, Python",
    Form.LITELLM: "LiteLLM SDK, Python",
    Form.CONFIG: "config.yaml of a LiteLLM Proxy",
}


class NoSnippet(ValueError):
    """There is no code of this form that would send this request; the message says why."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """`variable` is the environment variable that it takes a key from; empty if it needs none."""

    form: Form
    text: str
    variable: str = ""


def snippet(form: Form, lane: Lane, messages: Sequence[Message]) -> Snippet:
    """What sends `messages` as the lane does. Raises `NoSnippet`."""
    writers = {
        Form.CURL: lambda: curl_text(lane, messages),
        Form.OPENAI: lambda: openai_text(lane, messages),
        Form.LITELLM: lambda: litellm_text(lane, messages),
        Form.CONFIG: lambda: config_text(lane),
    }
    try:
        return Snippet(form, writers[form](), key_variable(lane))
    except (AddressError, RequestRefused, ValueError) as problem:
        raise NoSnippet(str(problem)) from problem
