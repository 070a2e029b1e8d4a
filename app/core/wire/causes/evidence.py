"""What is known about a failure, and how a rule's words are filled in from it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ...failures import Failure
from ...lanes import Lane, Path
from ...secret import Secret
from ..address import AddressError, EngineAddress
from ..jsontext import JsonObject, NotJson, as_count, as_object, as_text, read_json
from ..request import address_of
from ..wire_request import WireRequest

_GATEWAY_WRAPPER = re.compile(
    r"(?:^|\s)\w*Exception - (?P<inner>.*?)"
    r"(?:\n\nLiteLLM: model group|\.? ?Received Model Group=|\nAvailable Model Group|\Z)",
    re.DOTALL,
)
_SHORTEST_SECRET = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A response that is a failure, or an error that came inside a stream."""

    lane: Lane
    request: WireRequest
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: str

    @property
    def error(self) -> JsonObject:
        """The error object of any of the shapes that servers use, or an empty one."""
        try:
            whole = as_object(read_json(self.body))
        except NotJson:
            return {}
        inner = whole.get("error")
        if isinstance(inner, str):
            return {"message": inner}
        if isinstance(inner, dict):
            return as_object(inner)
        detail = whole.get("detail")
        return {"message": detail} if isinstance(detail, str) else whole

    @property
    def message(self) -> str:
        """The server's own words, without JSON and without what LiteLLM wraps around them."""
        text = (as_text(self.error.get("message")) or self.body).strip()
        wrapped = _GATEWAY_WRAPPER.search(text)
        return wrapped.group("inner").strip() if wrapped else text

    @property
    def wrapped(self) -> bool:
        """Whether a gateway passes on what the engine behind it said."""
        return bool(_GATEWAY_WRAPPER.search(as_text(self.error.get("message"))))

    @property
    def from_gateway(self) -> bool:
        litellm = any(name.startswith("x-litellm-") for name in self.headers)
        return litellm or self.lane.path is Path.PROXY

    @property
    def keyed(self) -> bool:
        return "authorization" in self.request.headers

    @property
    def is_html(self) -> bool:
        start = self.body.lstrip()[:15].lower()
        return "html" in self.headers.get("content-type", "") or start.startswith(
            ("<!doctype", "<html")
        )

    @property
    def searched(self) -> str:
        """The text that rules look through."""
        return f"{as_text(self.error.get('type'))}\n{self.message}"


@dataclass(frozen=True, slots=True)
class Words:
    """A diagnosis before it is filled in: `{model}`, `{base}` and others stand in the texts."""

    kind: str
    summary: str
    cause: str
    cure: str
    command: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Says which evidence a diagnosis fits; named groups of `pattern` fill in its words."""

    words: Words
    statuses: frozenset[int] = frozenset()
    pattern: str = ""
    holds: Callable[[Evidence], bool] = field(default=lambda _: True)

    def match(self, evidence: Evidence) -> Mapping[str, str] | None:
        """The words that the pattern found, or None where the rule does not fit."""
        if self.statuses and evidence.status not in self.statuses:
            return None
        found = re.search(self.pattern, evidence.searched, re.IGNORECASE | re.DOTALL)
        if found is None or not self.holds(evidence):
            return None
        return {name: text or "" for name, text in found.groupdict().items()}


def fill(words: Words, facts: Mapping[str, str]) -> Words:
    """The words with their placeholders replaced; an unknown one becomes `?`."""
    known = _Facts(facts)
    parts = (words.summary, words.cause, words.cure, words.command)
    return Words(words.kind, *(part.format_map(known).strip() for part in parts))


def facts_of(evidence: Evidence) -> dict[str, str]:
    """What rules may name in their words."""
    error = evidence.error
    context = as_count(error.get("n_ctx"))
    first_line = evidence.message.partition("\n")[0]
    return place_facts(evidence.lane) | {
        "status": str(evidence.status),
        "url": evidence.request.url,
        "message": first_line[:300] or "(an empty body)",
        "wait": evidence.headers.get("retry-after", "a few"),
        "location": evidence.headers.get("location", "(nowhere)")[:300],
        "content_type": evidence.headers.get("content-type", "no content type"),
        "prompt_tokens": _plain(as_count(error.get("n_prompt_tokens"))),
        "context_tokens": _plain(context),
        "larger_context": str(max(8192, 2 * (context or 0))),
    }


def place_facts(lane: Lane) -> dict[str, str]:
    """Where the lane goes, in the forms that cures name."""
    facts = {"model": lane.model, "base": lane.base}
    try:
        address = address_of(lane)
    except AddressError:
        return facts
    origin = f"{address.origin}{address.prefix}"
    place = f"unix://{address.socket}:{address.prefix}" if address.socket else origin
    return facts | {
        "engine": address.engine or "llama.cpp",
        "runner": place.removesuffix(":"),
        "origin": address.origin,
        "host": host_of(address),
        "socket": address.socket,
    }


def host_of(address: EngineAddress) -> str:
    return address.origin.partition("://")[2]


def failure(words: Words, lane: Lane, request: WireRequest | None, seen: str) -> Failure:
    """Put the parts together, with every key masked."""
    keys = [lane.key, *_sent_keys(request)]
    tried = lane.base
    if request is not None:
        socket = place_facts(lane).get("socket")
        tried = f"{request.method} {request.url}" + (f" (over {socket})" if socket else "")
    return Failure(
        kind=words.kind,
        summary=scrub(keys, words.summary),
        tried=scrub(keys, tried),
        seen=scrub(keys, seen),
        cause=scrub(keys, words.cause),
        cure=scrub(keys, words.cure),
        command=scrub(keys, words.command),
    )


def scrub(keys: list[Secret], text: str) -> str:
    """Mask the keys; one or two letters are no secret, and masking them would eat the text."""
    for key in keys:
        if len(key.reveal()) >= _SHORTEST_SECRET:
            text = key.scrub(text)
    return text


def _sent_keys(request: WireRequest | None) -> list[Secret]:
    sent = request.headers.get("authorization", "") if request is not None else ""
    return [Secret(word) for word in sent.removeprefix("Bearer ").split()]


def _plain(count: int | None) -> str:
    return "more" if count is None else str(count)


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "?"
