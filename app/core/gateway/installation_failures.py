"""Why LiteLLM could not be installed, in words."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..failures import Failure
from .output_patterns import OutputPattern, first_match
from .pins import PINNED_VERSION

_SUMMARY = f"LiteLLM {PINNED_VERSION} could not be installed"
_AGAIN = "quayside litellm install"
_NOISE = re.compile(r"\s*(Collecting|Downloading|Using cached|Ignoring|Looking in|\[notice\])")
_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


# The first that fits wins: pip ends every other trouble with "No matching distribution" too.
_PATTERNS = (
    OutputPattern(
        "hash-mismatch",
        r"DO NOT MATCH THE HASHES|Hashes are required",
        "the package index gave a file other than the one that was checked for this release",
        "do not install it by hand: try another network or index; if it stays, report it",
    ),
    OutputPattern(
        "disk-full",
        r"No space left on device|not enough space",
        "the disk is full: LiteLLM and its packages take about 600 MB",
        "free some space, then install again",
    ),
    OutputPattern(
        "no-venv",
        r"ensurepip is not|No module named '?(venv|ensurepip|pip)",
        "this Python was installed without `venv` or `pip`",
        "install them (Debian and Ubuntu: the package python3-venv), then install again",
    ),
    OutputPattern(
        "no-network",
        r"NewConnectionError|NameResolutionError|name resolution|getaddrinfo|Connection refused"
        r"|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|Max retries"
        r"|connection broken",
        "the package index cannot be reached from here",
        "connect to the network, or set PIP_INDEX_URL to an index that can be reached; "
        "without LiteLLM all but the proxy lanes work",
    ),
    OutputPattern(
        "no-wheel",
        r"No matching distribution|Could not find a version",
        "the package index has no ready-made file of this package for this system and Python",
        "use Python 3.11 to 3.14 on Linux, macOS or Windows, or an index that is up to date",
    ),
)
_UNKNOWN = OutputPattern(
    "installation-failed", "", "see the last lines of the installer", "install again"
)


def explain_installation(command: Sequence[str], lines: Sequence[str]) -> Failure:
    """The failure behind the last `lines` of a command that ended badly."""
    output = "\n".join(lines)
    pattern = first_match(_PATTERNS, output, _UNKNOWN)
    return Failure(
        kind=pattern.kind,
        summary=f"{_SUMMARY}: {pattern.cause.partition(':')[0]}",
        tried=" ".join(command),
        seen="\n".join(_telling(lines)),
        cause=pattern.cause,
        cure=pattern.cure,
        command=_AGAIN,
    )


def explain_disk(directory: Path, problem: OSError) -> Failure:
    """The failure behind an error of the file system."""
    return Failure(
        kind="installation-failed",
        summary=f"{_SUMMARY}: {problem.strerror or problem}",
        tried=f"write to {directory}",
        seen=str(problem),
        cause="the data directory cannot be written",
        cure="make it writable, or set XDG_DATA_HOME to another place, then install again",
        command=_AGAIN,
    )


def _telling(lines: Sequence[str]) -> Iterator[str]:
    kept = [line for line in lines if line.strip() and not _NOISE.match(line)]
    for line in kept[-12:]:
        yield _CREDENTIALS.sub("", line)
