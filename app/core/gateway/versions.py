"""Which LiteLLM may be run: judged by file names alone, because importing one may be too late."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

OLDEST = (1, 104, 0)
TOO_NEW = (1, 110, 0)
_COMPROMISED = ("1.82.7", "1.82.8", "1.107.0")
# Left behind by the compromised releases, also after an upgrade.
_IMPLANTS = ("litellm_init.pth", "cook.pth", "cook.py")
_CUSTOM = "sitecustomize.py"
_MENDED = (1, 84, 0)
_STOLEN = "treat every key on this machine as stolen and delete that environment"
_RELEASE = re.compile(r"(\d+)\.(\d+)\.(\d+)(\.post\d+)?")
_DISTRIBUTION = re.compile(r"litellm-([^-]+)\.dist-info")


def site_directories(prefix: Path) -> Iterator[Path]:
    """Where an environment at `prefix` keeps its packages, on any system."""
    for pattern in (
        "lib/python3*/site-packages",
        "lib64/python3*/site-packages",
        "lib/python3*/dist-packages",
        "local/lib/python3*/dist-packages",
        "lib/python3/dist-packages",
        "Lib/site-packages",
    ):
        yield from sorted(prefix.glob(pattern))


def installed_version(sites: list[Path]) -> str:
    """The version by the name of LiteLLM's `dist-info` folder; empty when there is none."""
    for site in sites:
        for entry in sorted(site.glob("litellm-*.dist-info")):
            found = _DISTRIBUTION.fullmatch(entry.name)
            if found:
                return found.group(1)
    return ""


def is_compromised(version: str) -> bool:
    """Whether this release, or a build of it, was published by thieves."""
    return any(re.match(re.escape(bad) + r"(?!\d)", version) for bad in _COMPROMISED)


def implants(sites: Iterable[Path], version: str = "") -> list[Path]:
    """Files that a compromised release leaves behind.

    A `sitecustomize.py` is usual in itself: it counts beside another trace alone.
    """
    sites = list(sites)
    found = [site / name for site in sites for name in _IMPLANTS if (site / name).exists()]
    beside = found or is_compromised(version)
    custom = [site / _CUSTOM for site in sites if beside and (site / _CUSTOM).exists()]
    return [*found, *custom]


def known_hole(version: str) -> str:
    """A published weakness of the proxy in this release, in words; empty where none is known."""
    found = _RELEASE.match(version)
    if found is None or (int(found[1]), int(found[2]), int(found[3])) >= _MENDED:
        return ""
    return "its proxy has published weaknesses, the last of them mended in 1.84.0 (CVE-2026-49468)"


def objection(version: str, sites: list[Path]) -> str:
    """Why this LiteLLM must not be run, in words; empty when it may."""
    for file in implants(sites):
        return f"{file} is a file that a compromised LiteLLM leaves behind: {_STOLEN}"
    return _version_objection(version)


def _version_objection(version: str) -> str:
    if not version:
        return "its version cannot be told"
    if is_compromised(version):
        return f"release {version} of LiteLLM was compromised: {_STOLEN}"
    found = _RELEASE.fullmatch(version)
    if found is None:
        return f"{version} is not a plain release"
    numbers = (int(found[1]), int(found[2]), int(found[3]))
    if numbers < OLDEST:
        return f"{version} is older than 1.104.0, which is the oldest that Quayside runs"
    if numbers >= TOO_NEW:
        return f"{version} is newer than the releases that Quayside knows (below 1.110)"
    return ""
