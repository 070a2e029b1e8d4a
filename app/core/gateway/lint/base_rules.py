"""The base of a deployment on Docker Model Runner: where LiteLLM's requests would end."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ...wire.address import AddressError, parse_engine_base
from ..config_lanes import BASE_VARIABLE
from .entry import Entry
from .known_names import near
from .model import Edit, Finding, Severity
from .model_rules import is_docker
from .nodes import quoted

FALLBACK = "http://localhost:22088/engines/llama.cpp"
"""LiteLLM's own, which lacks the `/v1` of every runner and has a port that none uses."""
RUNNER = "http://localhost:12434/engines/llama.cpp/v1"
_CONTAINER_NAME = "model-runner.docker.internal"
_ADDS = "LiteLLM adds /chat/completions to the base and nothing else"


def base_findings(entry: Entry, in_container: bool) -> Iterator[Finding]:
    """For a deployment that goes to Docker Model Runner; of others the bases are their own."""
    if not is_docker(entry):
        return
    if not entry.base:
        yield from _no_base(entry)
        return
    given = entry.base.strip()
    if "${" in given:
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
    yield from _path(entry, given, address.litellm_base)
    yield from _host(entry, given, in_container)


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
            cure="Docker Model Runner listens on 12434",
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
    inherited = _inherited(entry.environment)
    if inherited:
        return
    named = entry.raw(entry.base_key) is not None
    line = f"api_base: {RUNNER}"
    # A misspelt api_base is mended by its own finding.
    alike = any(near(key, frozenset(["api_base"])) for key in entry.params)
    edits = () if alike else entry.text.with_line_below(entry.param("model"), line)
    yield entry.finding(
        "base-missing",
        Severity.WARNING,
        entry.base_key if named else "model",
        "it has no api_base" if not named else "its api_base is empty",
        effect=f"LiteLLM falls back to {FALLBACK}, where no runner answers its requests",
        cure=line,
        edits=edits,
    )


def _inherited(environment: Mapping[str, str]) -> str:
    return environment.get(BASE_VARIABLE, "").strip()


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
