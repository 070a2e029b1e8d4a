"""The base of a deployment on Docker Model Runner: where LiteLLM's requests would end."""

from collections.abc import Iterator
from typing import cast
from urllib.parse import urlsplit

from ...wire.address import (
    DEFAULT_ENGINE,
    ENGINE_NAMES,
    AddressError,
    EngineAddress,
    litellm_base,
    parse_engine_base,
)
from ..config_lanes import BASE_VARIABLE
from .entry import Entry
from .known_names import near
from .model import Edit, Finding, Severity
from .model_rules import is_docker
from .nodes import quoted
from .variable_rules import meant_variable

FALLBACK = "http://localhost:22088/engines/llama.cpp"
"""LiteLLM's own, which lacks the `/v1` of every runner and has a port that none uses."""
RUNNER = "http://localhost:12434/engines/llama.cpp/v1"
_CONTAINER_NAME = "model-runner.docker.internal"
_BLANK = "LiteLLM sends it along: it finds no server of that name, or a runner answers 404"
_ADDS = "LiteLLM adds /chat/completions to the base and nothing else"


def base_findings(entry: Entry, in_container: bool) -> Iterator[Finding]:
    """For a deployment that goes to Docker Model Runner; of others the bases are their own."""
    if not is_docker(entry):
        return
    if not entry.base:
        yield from _no_base(entry)
        return
    given = entry.base.strip()
    if not looks_like_a_base(given):
        return
    try:
        address = parse_engine_base(given)
    except AddressError as problem:
        yield _unreadable(entry, problem)
        return
    if address.socket:
        yield _socket(entry)
        return
    if "://" not in given:
        yield _base(entry, "base-scheme", "has no http:// in front", "no request leaves LiteLLM")
        return
    if given != entry.base:
        yield _base(entry, "base-blank", "has a blank at its beginning or end", _BLANK)
        return
    yield from _path(entry, given, address.litellm_base)
    yield from _engine(entry, address)
    yield from _host(entry, given, in_container)


def looks_like_a_base(given: str) -> bool:
    """Whether it is meant as one: variables that stand there as plain text are told elsewhere."""
    return not ("${" in given or meant_variable(given))


def _engine(entry: Entry, address: EngineAddress) -> Iterator[Finding]:
    name = address.engine
    if not name or name in ENGINE_NAMES:
        return
    meant = _engine_meant(name)
    wanted = address.with_engine(meant or DEFAULT_ENGINE).litellm_base
    yield entry.finding(
        "base-engine",
        Severity.WARNING,
        entry.base_key,
        f"'{name}' is no engine of Docker Model Runner's",
        effect="a runner that has none of that name answers each request with 404",
        cure=f"{entry.base_key}: {wanted}",
        edits=_base_edit(entry, wanted) if meant else (),
    )


def _engine_meant(name: str) -> str:
    plain = _plain_name(name)
    return next((one for one in ENGINE_NAMES if _plain_name(one) == plain), "")


def _plain_name(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _path(entry: Entry, given: str, wanted: str) -> Iterator[Finding]:
    """Of the path alone: `wanted` reaches the chat route."""
    parts = urlsplit(given)
    sent = f"{parts.path.rstrip('/')}/chat/completions"
    if given.rstrip("/") == wanted:
        return
    yield _base(
        entry,
        "base-without-v1" if "/engines" in parts.path else "base-path",
        "does not end where the chat route begins",
        f"{_ADDS}: it sends POST {sent}, and a runner answers 404",
    )


def _host(entry: Entry, given: str, in_container: bool) -> Iterator[Finding]:
    parts = urlsplit(given)
    if parts.port == 22088:
        yield entry.finding(
            "base-port",
            Severity.WARNING,
            entry.base_key,
            "port 22088 is LiteLLM's default and no runner's own",
            effect="where nothing listens there, all that a client reads is 'Connection error.'",
            cure="Docker Model Runner listens on 12434; on 22088 does `quayside runner` alone",
        )
    if parts.hostname == _CONTAINER_NAME and not in_container:
        yield entry.finding(
            "base-host",
            Severity.WARNING,
            entry.base_key,
            f"{_CONTAINER_NAME} is known inside containers only",
            effect="outside of one, all that a client reads is 'Connection error.'",
            cure=f"outside of a container: {RUNNER}",
        )


def _no_base(entry: Entry) -> Iterator[Finding]:
    inherited = entry.environment.get(BASE_VARIABLE, "")
    if inherited:
        yield from _inherited(entry, inherited)
        return
    # What names a variable, and what is no text, is told as such.
    if entry.params.get(entry.base_key) not in (None, "") or entry.is_variable(entry.base_key):
        return
    named = entry.raw(entry.base_key) is not None
    line = f"api_base: {RUNNER}"
    yield entry.finding(
        "base-missing",
        Severity.WARNING,
        entry.base_key if named else "model",
        "it has no api_base" if not named else "its api_base is empty",
        effect=f"LiteLLM falls back to {FALLBACK}, where no runner answers its requests",
        cure=line,
        edits=_base_below(entry, line),
    )


def _inherited(entry: Entry, base: str) -> Iterator[Finding]:
    """The base that LiteLLM takes from its environment."""
    wanted = litellm_base(base)
    if base.rstrip("/") == wanted:
        return
    yield entry.finding(
        "base-inherited",
        Severity.ERROR,
        "model",
        f"it has no api_base, and {BASE_VARIABLE} does not end where the chat route begins",
        effect=f"{_ADDS}, and a runner answers 404",
        cure=f"export {BASE_VARIABLE}={wanted}",
    )


def _base_below(entry: Entry, line: str) -> tuple[Edit, ...]:
    beside = cast("dict[str, object]", entry.deployment.value)
    alike = any(near(key, frozenset(["api_base"])) for key in entry.params)
    if alike or "api_base" in beside:
        # A base that is misspelt or misplaced is mended by its own finding.
        return ()
    if entry.base_key in entry.params:
        return entry.text.with_value(entry.param(entry.base_key), RUNNER)
    return entry.text.with_line_below(entry.param("model"), line)


def _unreadable(entry: Entry, problem: AddressError) -> Finding:
    return entry.finding(
        "base-unreadable",
        Severity.ERROR,
        entry.base_key,
        f"the base cannot be used: {problem}",
        effect="LiteLLM takes it without a word; each request fails",
        cure=f"{entry.base_key}: {RUNNER}",
    )


def _socket(entry: Entry) -> Finding:
    return entry.finding(
        "base-socket",
        Severity.ERROR,
        entry.base_key,
        "the base is a unix socket",
        effect="LiteLLM reaches none; each request fails",
        cure="docker desktop enable model-runner --tcp 12434, and then " + RUNNER,
    )


def _base(entry: Entry, rule: str, text: str, effect: str) -> Finding:
    wanted = parse_engine_base(entry.base).litellm_base
    return entry.finding(
        rule,
        Severity.ERROR,
        entry.base_key,
        f"the base {text}",
        effect=effect,
        cure=f"{entry.base_key}: {wanted}",
        edits=_base_edit(entry, wanted),
    )


def _base_edit(entry: Entry, wanted: str) -> tuple[Edit, ...]:
    # A variable's value is in another place than this file.
    if entry.is_variable(entry.base_key) or quoted(wanted).startswith("|"):
        return ()
    return entry.text.with_value(entry.param(entry.base_key), wanted)
