"""Why LiteLLM's SDK does not run, in words."""

from ..failures import Failure
from .process_failures import Start

_INSTALL = "quayside litellm install"
_ANEW = "quayside litellm remove && quayside litellm install"


def explain_missing() -> Failure:
    """The failure of a lane that needs LiteLLM where there is none that may be run."""
    return Failure(
        kind="litellm-missing",
        summary="there is no LiteLLM to run",
        tried="looking for LiteLLM on PATH and in Quayside's data directory",
        seen="nothing that can be run",
        cause="A litellm lane runs the real LiteLLM, which lives in an environment of its own.",
        cure="Install it; `quayside litellm status` tells which were refused.",
        command=_INSTALL,
    )


def explain_refusal(start: Start, words: str) -> Failure:
    """The failure behind a LiteLLM that cannot be imported; `words` are the interpreter's."""
    return start.failure(
        "litellm-broken",
        f"LiteLLM cannot be imported: {words}",
        "This LiteLLM lacks packages, or is another interpreter's.",
        "Install it anew; one of your own on PATH needs an environment of its own.",
        _ANEW,
    )


def explain_end(start: Start, status: int | None) -> Failure:
    """The failure behind a worker that ended by itself."""
    return start.failure(
        "litellm-ended",
        f"LiteLLM ended with status {status}",
        "Its process was killed, or failed in a way that its last lines tell.",
        "Send again: it is started anew. Where it ends again, install it anew.",
        _ANEW,
    )


def explain_silence(start: Start, seconds: float) -> Failure:
    """The failure behind a worker that runs and does not get ready."""
    return start.failure(
        "litellm-silent",
        f"LiteLLM was not ready after {seconds:.0f} s",
        "This machine is very busy, or the disk is very slow: importing LiteLLM reads "
        "thousands of files.",
        "Send again when the machine is quieter.",
    )


def explain_system(start: Start, problem: OSError) -> Failure:
    """The failure behind an interpreter that cannot be started."""
    return start.failure(
        "litellm-broken",
        f"LiteLLM's interpreter cannot be started: {problem.strerror or problem}",
        "The operating system refused, or the interpreter is gone.",
        "Install it anew.",
        _ANEW,
    )


def explain_closed() -> Failure:
    """The failure of a reply that waited for LiteLLM while all was being ended."""
    return Failure(
        kind="closed",
        summary="LiteLLM was ended before it was ready",
        tried="starting LiteLLM",
        seen="",
        cause="The program is being left.",
        cure="Start it again.",
    )
