"""Why a model could not be pulled, in words.

Statuses and texts as of docker/model-runner: `pkg/inference/models/manager.go`.
"""

import re
from collections.abc import Sequence

from ..failures import Failure

_PASSING = (502, 503, 504)
_BROKEN, _PASSING_KIND = "pull-broken", "pull-passing"
_ABSENT = ("nothing-listening", "not-connected", "connect-timeout", "host-unreachable")

_CAUSES = {
    400: (
        "pull-bad-name",
        "{model} is no name of a model",
        "A model is named such as ai/smollm2, ai/smollm2:360M-Q4_K_M or hf.co/user/repository.",
        "Write the name as it stands on its page.",
    ),
    401: (
        "pull-unknown",
        "there is no model {model}, or it is not yours to pull",
        "Docker Hub answers a name that it does not have as one that is private: with 401.",
        "Check the name; for a private one, log in where the runner runs.",
    ),
    404: (
        "pull-unknown",
        "there is no model {model}",
        "The registry does not have this name, or not this tag.",
        "Check the name and the tag.",
    ),
    422: (
        "pull-unsupported",
        "this runner is too old for {model}",
        "The model is packed in a form that this release of the runner does not know.",
        "Bring the runner up to date, then pull again.",
    ),
}
_COMMANDS = {401: "docker login", 422: "docker model reinstall-runner"}

_LATE = (
    (
        "no space left|disk quota|enospc",
        "pull-disk-full",
        "the runner's disk is full",
        "The model does not fit where the runner keeps its models.",
        "Free some space there, such as by removing models, then pull again.",
        "docker model df",
    ),
    (
        "digest mismatch|checksum|do not match|not the pinned ones|verification",
        "pull-wrong-bytes",
        "what came is not what the registry promised",
        "The bytes were cut or changed on their way, or the registry serves another file.",
        "Pull again; if it stays so, do not trust what stands between you and the registry.",
        "",
    ),
    (
        # A digest or a number of bytes may hold these digits too.
        r"unauthorized|authentication required|\b401\b",
        "pull-unknown",
        "it does not exist, or is not yours to pull",
        "A registry answers a name that it does not have as one that is private.",
        "Check the name; for a private one, log in where the runner runs.",
        "docker login",
    ),
    (
        "bad gateway|service unavailable|gateway time-?out|too ?many ?requests",
        _PASSING_KIND,
        "the registry cannot give it just now",
        "It is overloaded, being started, or counts how much one may pull.",
        "Wait a little, then pull again: what has come is kept, and it goes on from there.",
        "",
    ),
    (
        r"connection|timeout|timed out|\beof\b|network|no such host|reset",
        _BROKEN,
        "the runner lost its connection to the registry",
        "The network of the machine where the runner runs, or a proxy on the way.",
        "Pull again: what has come is kept, and it goes on from there.",
        "",
    ),
)


def is_passing(failure: Failure) -> bool:
    """Whether trying again may help: a runner that is not there may be starting anew."""
    return failure.kind in (_BROKEN, _PASSING_KIND, *_ABSENT)


def is_loss(failure: Failure) -> bool:
    """Whether a connection broke that had been made."""
    return failure.kind in ("connection-reset", "connection-lost", "answer-cut", "timeout")


def is_known(status: int) -> bool:
    """Whether a runner answers a pull so; other statuses are those of somebody between."""
    return status in _CAUSES or status >= 500


def refused(model: str, url: str, status: int, body: bytes) -> Failure:
    """The runner did not begin."""
    text = body.decode("utf-8", "replace").strip()
    seen = f"{status} {text}".rstrip()
    if status in _PASSING:
        return _passing(model, url, seen)
    if status in _CAUSES:
        kind, summary, cause, cure = _CAUSES[status]
        return _failure(model, url, seen, kind, summary, cause, cure, _COMMANDS.get(status, ""))
    return _unexplained(model, url, seen, text)


def broken(model: str, url: str, problem: Exception) -> Failure:
    """The connection to the runner broke, or was never made."""
    return _failure(
        model,
        url,
        f"{type(problem).__name__}: {problem}".rstrip(": "),
        _BROKEN,
        "the connection to the runner broke while {model} was pulled",
        "The runner was stopped, or a proxy on the way ended what took too long.",
        "Pull again: what has come is kept, and it goes on from there.",
    )


def late_failure(model: str, url: str, messages: Sequence[str]) -> Failure:
    """The stream ended without its word of success; `messages` are what it said of that."""
    said = list(dict.fromkeys(messages))
    seen = "\n".join(said) or "200, and the stream ended without a word"
    if not said:
        return broken(model, url, EOFError("the stream ended without a word"))
    return _unexplained(model, url, seen, seen)


def _unexplained(model: str, url: str, seen: str, text: str) -> Failure:
    lowered = text.lower()
    for words, kind, summary, cause, cure, command in _LATE:
        if re.search(words, lowered):
            what = f"{{model}} was not pulled: {summary}"
            return _failure(model, url, seen, kind, what, cause, cure, command)
    return _failure(
        model,
        url,
        seen,
        "pull-failed",
        "{model} was not pulled",
        "The runner says no more than this.",
        "Look into its log.",
        "docker model logs",
    )


def _passing(model: str, url: str, seen: str) -> Failure:
    return _failure(
        model,
        url,
        seen,
        _PASSING_KIND,
        "the runner is not ready to pull {model}",
        "It is being started, or what stands before it cannot reach it.",
        "Wait a little, then pull again.",
        "docker model status",
    )


def _failure(
    model: str,
    url: str,
    seen: str,
    kind: str,
    summary: str,
    cause: str,
    cure: str,
    command: str = "",
) -> Failure:
    return Failure(
        kind=kind,
        summary=summary.replace("{model}", model),
        tried=f"POST {url}",
        seen=seen,
        cause=cause,
        cure=cure,
        command=command,
    )
