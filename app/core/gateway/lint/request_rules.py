"""What LiteLLM makes of a deployment's parameters in each request."""

from collections.abc import Iterator

from .entry import Entry
from .known_names import PARAMS, REFUSED, SENT, near
from .model import Finding, Severity
from .model_rules import is_docker
from .whole import Whole


def request_findings(whole: Whole, entry: Entry) -> Iterator[Finding]:
    """Names of parameters that LiteLLM refuses, does not know, or sends to the engine."""
    for key in sorted(entry.params):
        if key in REFUSED and is_docker(entry) and not _drops(whole, entry):
            yield _refused(entry, key)
        elif key not in PARAMS and key not in SENT:
            yield from _unknown(entry, key)


def _drops(whole: Whole, entry: Entry) -> bool:
    of_all = whole.section("litellm_settings").get("drop_params")
    own = entry.params.get("drop_params") or entry.params.get("allowed_openai_params")
    return bool(of_all or own)


def _refused(entry: Entry, key: str) -> Finding:
    return entry.finding(
        "refused-parameter",
        Severity.ERROR,
        key,
        f"{key} is refused for Docker Model Runner",
        effect="LiteLLM answers each request with UnsupportedParamsError, and sends none",
        cure=f"remove {key}, or let LiteLLM drop it:\nlitellm_settings:\n  drop_params: true",
    )


def _unknown(entry: Entry, key: str) -> Iterator[Finding]:
    meant = near(key, PARAMS | SENT)
    if meant:
        yield entry.finding(
            "unknown-parameter",
            Severity.WARNING,
            key,
            f"'{key}' is no parameter of LiteLLM's",
            effect="LiteLLM takes it without a word and sends it to the engine",
            cure=f"{meant}, if that was meant",
            edits=entry.text.with_key(entry.param(key), meant) if meant not in entry.params else (),
        )
    elif is_docker(entry):
        yield entry.finding(
            "sent-parameter",
            Severity.NOTE,
            key,
            f"'{key}' is no parameter of LiteLLM's",
            effect="LiteLLM sends it to the engine in the body of every request",
            cure=f"remove {key}, if the engine has no use for it",
        )
