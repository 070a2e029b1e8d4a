"""Why a runner did not do what it was told to do with a model or an engine, in words.

Statuses and texts as of docker/model-runner: `pkg/inference/models/manager.go`,
`pkg/inference/scheduling/http_handler.go`, `pkg/inference/runtime_flags.go`.
"""

from dataclasses import dataclass

from ..failures import Failure
from ..lanes import Lane, Path
from .exchange import Exchange
from .failing import RunnerApiError, failure_of


@dataclass(frozen=True, slots=True)
class _Rule:
    """`words` stand in the body, in lower case; `{model}` in a text is the model's name."""

    status: int
    words: str
    kind: str
    summary: str
    cause: str
    cure: str
    command: str = ""


_RULES = (
    _Rule(
        409,
        "must be forced",
        "model-has-tags",
        "{model} has other names too, and was not removed",
        "The same model is kept under several tags; removing it takes all of them.",
        "Remove one tag by its own name, or force it to remove the model with all its tags.",
        "quayside models rm --force {model}",
    ),
    _Rule(
        409,
        "runner already active",
        "model-in-use",
        "{model} answers just now, and cannot be configured",
        "A configuration takes effect when the model is loaded, and a reply holds it in memory.",
        "Wait for the reply, or stop it, then configure again.",
    ),
    _Rule(
        409,
        "",
        "model-in-use",
        "{model} is in use",
        "The runner holds back what would take a model away under a reply.",
        "Stop what uses it, unload it, then try again.",
        "quayside models unload {model}",
    ),
    _Rule(
        404,
        "backend not found",
        "engine-unknown",
        "this runner has no such engine",
        "The engine's name is misspelt, or this release does not know it.",
        "See which engines it has.",
        "quayside ps",
    ),
    _Rule(
        404,
        "not found",
        "model-unknown",
        "this runner has no model {model}",
        "It was never pulled here, was removed, or has another tag.",
        "See which models it has, or pull it.",
        "quayside models pull {model}",
    ),
    _Rule(
        500,
        "not allowed for backend",
        "flag-refused",
        "a flag is not one that the runner lets through",
        "A runner has a list of flags that it passes to an engine, and refuses all others.",
        "Leave the flag out; its name stands in what was seen.",
    ),
    _Rule(
        500,
        "paths are not allowed",
        "flag-refused",
        "a flag holds a path",
        "A runner refuses slashes in flags, so that nobody reads its files by them.",
        "Leave the flag out.",
    ),
    _Rule(
        500,
        "keep_alive",
        "keep-alive-refused",
        "the time to keep a model is not one that the runner reads",
        "It reads durations such as 10m, 1h30m, 0 (go at once) and -1 (stay).",
        "Write it in one of these forms.",
    ),
)


def act_failed(base: str, model: str, answer: Exchange) -> RunnerApiError:
    """What to raise where `answer` is not the one of a deed that was done."""
    for rule in _RULES:
        if answer.status == rule.status and rule.words in answer.text.lower():
            return RunnerApiError(_failure(rule, model, answer))
    return RunnerApiError(failure_of(Lane(Path.SDK, model, base), answer))


def _failure(rule: _Rule, model: str, answer: Exchange) -> Failure:
    def named(text: str) -> str:
        return text.replace("{model}", model or "the model")

    return Failure(
        kind=rule.kind,
        summary=named(rule.summary),
        tried=answer.request_line,
        seen=answer.seen,
        cause=rule.cause,
        cure=rule.cure,
        command=named(rule.command) if model or "{model}" not in rule.command else "",
    )
