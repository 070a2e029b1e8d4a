"""Bases and model names as they were meant: what was written wrongly, and the same without it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..lanes import MODEL_PREFIX
from ..wire.address import ENGINE_NAMES

_SCHEME = re.compile(r"([A-Za-z][A-Za-z+.-]*)(://|:/|//)")
_SCHEMES = {"https": "https", "wss": "https"}
_ENDPOINTS = (
    ("chat", "completions"),
    ("images", "generations"),
    ("completions",),
    ("embeddings",),
    ("messages",),
    ("models",),
    ("responses",),
    ("chat",),
)
_PLACEHOLDER = re.compile(r"(?:os\.environ/|\$\{?|%)(\w+)[}%]?")
_OTHER_PREFIXES = ("openai/", "ollama/", "ollama_chat/", "hosted_vllm/", "litellm_proxy/")


@dataclass(frozen=True, slots=True)
class Mended:
    """`faults` are clauses, each about one thing that was taken out of `text`."""

    text: str
    faults: tuple[str, ...] = ()


def mended_base(given: str, environment: Mapping[str, str]) -> Mended:
    """A base URL without what does not belong in one; unchanged where nothing is wrong."""
    text, faults = _unquoted(given)
    name = placeholder(text)
    if name:
        return Mended(environment.get(name, ""), (f"it names the variable {name}, not its value",))
    if text.startswith(("unix:", "http+unix:")):
        return Mended(text, faults)
    scheme, rest, more = _scheme(text)
    faults += more
    rest, _, query = rest.partition("#")[0].partition("?")
    faults += ("it has a query or a fragment behind its path",) if query or "#" in text else ()
    host, slash, path = rest.partition("/")
    if "@" in host:
        faults += ("it holds a user name or a key",)
        host = host.rpartition("@")[2]
    parts, more = _path([part for part in path.split("/") if part])
    kept = "/".join([host, *parts]) if more else f"{host}{slash}{path}"
    return Mended(f"{scheme}{kept}", faults + more)


def mended_model(given: str) -> Mended:
    """A model's name as a runner wants it, without provider and engine."""
    text, faults = _unquoted(given)
    for prefix in (MODEL_PREFIX, *_OTHER_PREFIXES):
        if text.startswith(prefix):
            text = text.removeprefix(prefix)
            faults += (
                f"it begins with LiteLLM's provider '{prefix}', which travels in no request",
            )
    engine, slash, rest = text.partition("/")
    if slash and engine in ENGINE_NAMES:
        faults += (f"it begins with the engine '{engine}', which is named in the base URL",)
        text = rest
    address = re.match(r"https?://(?=(hub\.docker\.com/r|huggingface\.co|hf\.co)/)", text)
    if address:
        text = text[address.end() :].removeprefix("hub.docker.com/r/").partition("?")[0]
        faults += ("it is the address of a web page",)
    return Mended(text, faults)


def placeholder(text: str) -> str:
    """The variable that stands in place of a value, as in `os.environ/BASE`; empty for a value."""
    found = _PLACEHOLDER.fullmatch(text)
    return found.group(1) if found else ""


def _unquoted(given: str) -> tuple[str, tuple[str, ...]]:
    text = given.strip()
    bare = text.strip("\"'`")
    return (bare.strip(), ("it holds quotation marks",)) if bare != text else (text, ())


def _scheme(text: str) -> tuple[str, str, tuple[str, ...]]:
    found = _SCHEME.match(text)
    if found is None:
        return "", text, ()
    word, mark = found.group(1), found.group(2)
    rest = text[found.end() :].lstrip("/")
    if word.lower() in ("http", "https") and mark == "://":
        return f"{word}{mark}", rest, ()
    fault = f"it begins with '{word}{mark}'"
    return f"{_SCHEMES.get(word.lower(), 'http')}://", rest, (fault,)


def _path(parts: list[str]) -> tuple[list[str], tuple[str, ...]]:
    left = list(parts)
    faults = tuple(_path_faults(left))
    return left, faults


def _path_faults(left: list[str]) -> Iterator[str]:
    """Takes out of `left` what does not belong there, and tells it."""
    for tail in (one for _ in range(2) for one in _ENDPOINTS):
        if tuple(left[-len(tail) :]) == tail:
            del left[-len(tail) :]
            yield f"it ends with the route /{'/'.join(tail)}"
    if left[-2:] == ["v1", "v1"]:
        del left[-1]
        yield "it has /v1 twice"
    if left[:2] == ["v1", "engines"]:
        del left[0]
        yield "it has /v1 before /engines, where it belongs behind the engine"
    if left[:1] in (["engine"], ["Engines"], ["Engine"]):
        left[0] = "engines"
        yield "its path does not begin with /engines"
    if left[:1] == ["engines"] and left[1:2] == ["v1"] and left[2:3] and left[2] in ENGINE_NAMES:
        del left[1]
        left.append("v1")
        yield "it has /v1 before the engine, where it belongs behind it"
