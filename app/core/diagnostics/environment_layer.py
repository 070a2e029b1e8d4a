"""What LiteLLM finds on this machine: its own releases, a `.env`, a master key.

Nothing is imported or run: a compromised release acts when Python starts.
"""

import asyncio
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from ..gateway.config_yaml import MASTER_KEY_VARIABLE
from ..gateway.dotenv import DotEnv, find_files, is_read
from ..gateway.environment import environment_directory, litellm_scripts
from ..gateway.versions import (
    implants,
    installed_version,
    is_compromised,
    known_hole,
    site_directories,
)
from ..locations import data_directory
from ..secret import Secret
from .model import Evidence, Outcome, Status
from .outcomes import passed, without_login
from .proxy_keys import NEW_KEY, weak_key
from .site import Site

LOCK = Path("/tmp/remote_code_loader.lock")
"""Left by the code that came with 1.107.0 while it ran."""
LINKS = ("https://github.com/BerriAI/litellm/issues/24518",)
_WATCHED = (
    *("DOCKER_MODEL_RUNNER_", "OPENAI_", "LITELLM_"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
)
_SECRET_WORDS = ("KEY", "TOKEN", "SECRET", "PASSWORD")
_STOLEN = (
    "Stop what runs there, delete that environment, and replace every key, token and password "
    "that this machine has held."
)


@dataclass(frozen=True, slots=True)
class _Installed:
    """An environment that holds a LiteLLM, or its remains."""

    prefix: Path
    version: str
    traces: tuple[Path, ...]

    @property
    def is_bad(self) -> bool:
        return bool(self.traces) or is_compromised(self.version)

    @property
    def told(self) -> Evidence:
        release = f"LiteLLM {self.version}" if self.version else "no LiteLLM"
        traces = "".join(f", {trace}" for trace in self.traces)
        return Evidence(str(self.prefix), release + traces)


async def litellm_releases(site: Site) -> Outcome:
    """Each LiteLLM by the name of its `dist-info` folder; compromised ones and their traces."""
    found = await asyncio.to_thread(lambda: list(_installed(site)))
    evidence = tuple(one.told for one in found)
    bad = next((one for one in found if one.is_bad), None)
    if bad is not None or await asyncio.to_thread(LOCK.exists):
        return _compromised(bad, evidence)
    weak = [one for one in found if known_hole(one.version)]
    if weak:
        return Outcome(
            status=Status.WARN,
            summary=f"LiteLLM {weak[0].version} in {weak[0].prefix} is old",
            evidence=evidence,
            cause=known_hole(weak[0].version),
            cure="Use a newer release there; 1.106.2 is the one that Quayside knows best.",
            command=f"{quote(str(weak[0].prefix / 'bin' / 'pip'))} install 'litellm==1.106.2'",
        )
    if not found:
        return passed("no LiteLLM is installed where it would be found")
    versions = dict.fromkeys(one.version for one in found)
    return passed(f"LiteLLM {', '.join(versions)}: none of the compromised releases", *evidence)


def _compromised(bad: _Installed | None, evidence: tuple[Evidence, ...]) -> Outcome:
    if bad is None:
        return Outcome(
            status=Status.FAIL,
            summary=f"{LOCK} was left by a compromised LiteLLM",
            evidence=(*evidence, Evidence("file", str(LOCK))),
            cause="the code in LiteLLM 1.107.0 made this file while it ran on this machine",
            cure=_STOLEN,
            command=f"rm {LOCK}",
            links=LINKS,
        )
    what = f"LiteLLM {bad.version} is" if is_compromised(bad.version) else "there are remains of"
    own = (bad.prefix / "pyvenv.cfg").exists()
    files = " ".join(quote(str(trace)) for trace in bad.traces)
    return Outcome(
        status=Status.FAIL,
        summary=f"{what} a compromised release, in {bad.prefix}",
        evidence=evidence,
        cause="1.82.7, 1.82.8 and 1.107.0 were published by thieves; their code runs with each "
        "start of Python there and sends away the keys that it finds",
        cure=_STOLEN,
        command=f"rm -rf {quote(str(bad.prefix))}" if own else f"rm {files}" if files else "",
        links=LINKS,
    )


def _installed(site: Site) -> Iterator[_Installed]:
    for prefix in _prefixes(site):
        sites = list(site_directories(prefix))
        version = installed_version(sites)
        traces = tuple(implants(sites, version))
        if version or traces:
            yield _Installed(prefix, version, traces)


def _prefixes(site: Site) -> list[Path]:
    """Environments that a user's `litellm` or `python` may mean, each once."""
    environment = site.environment
    named = (environment.get(name, "") for name in ("VIRTUAL_ENV", "CONDA_PREFIX"))
    found = [
        *(script.resolve().parent.parent for script in litellm_scripts(environment)),
        *(Path(text) for text in named if text),
        site.subject.directory.absolute() / ".venv",
        environment_directory(data_directory(environment)),
        # The Python that runs this: what is planted there has run already.
        Path(sys.prefix),
    ]
    return list({prefix.resolve(): prefix for prefix in reversed(found)}.values())[::-1]


async def dotenv_file(site: Site) -> Outcome:
    """A `.env` that LiteLLM reads and Quayside does not."""
    if not is_read(site.environment):
        return passed("LITELLM_MODE keeps LiteLLM from reading a .env file")
    files = await asyncio.to_thread(lambda: find_files(_starts(site)))
    for found in files:
        names = [name for name in found.values if name.startswith(_WATCHED)]
        new = [name for name in names if name not in site.environment]
        if new:
            return _differs(found, new, site)
    rows = tuple(Evidence("read", str(found.file)) for found in files)
    return passed("no .env file changes what LiteLLM takes", *rows)


def _starts(site: Site) -> Iterator[Path]:
    yield site.subject.directory
    for one in _installed(site):
        yield from site_directories(one.prefix)


def _differs(found: DotEnv, names: list[str], site: Site) -> Outcome:
    rows = [Evidence(name, _shown(name, found.values[name])) for name in names]
    base = found.values.get("DOCKER_MODEL_RUNNER_API_BASE", "")
    other = [Evidence("base in effect here", site.litellm.base)] if base and _has_lane(site) else []
    return Outcome(
        status=Status.WARN,
        summary=f"LiteLLM would take {', '.join(names)} from a .env file",
        evidence=(Evidence("file", str(found.file)), *rows, *other),
        cause="LiteLLM reads the nearest .env when it is imported; Quayside and curl do not, so "
        "that the same settings lead to different places",
        cure="Set these variables in the shell for all, or keep LiteLLM from reading the file.",
        command="export LITELLM_MODE=PRODUCTION",
    )


def _has_lane(site: Site) -> bool:
    return site.subject.litellm is not None or site.subject.engine is not None


def _shown(name: str, value: str) -> str:
    secret = any(word in name for word in _SECRET_WORDS)
    return Secret(value).masked() if secret else without_login(value)


async def master_key(site: Site) -> Outcome:
    """The key that a proxy started here would have."""
    key, source = await asyncio.to_thread(_master_key, site)
    if not source:
        return passed(f"{MASTER_KEY_VARIABLE} is not set here")
    evidence = (Evidence("from", source),)
    if not key:
        return Outcome(
            status=Status.WARN,
            summary=f"{MASTER_KEY_VARIABLE} is set and empty",
            evidence=evidence,
            cause="since release 1.104 LiteLLM refuses to start with an empty master key",
            cure="Give it a key of your own.",
            command=NEW_KEY,
        )
    if weak_key(Secret(key)) is None:
        return passed(f"{MASTER_KEY_VARIABLE} holds a key of your own", *evidence)
    return Outcome(
        status=Status.WARN,
        summary=f"{MASTER_KEY_VARIABLE} holds a publicly known key",
        evidence=evidence,
        cause="since release 1.104 LiteLLM refuses to start with the key of its examples: "
        "'the master key is a publicly known default'",
        cure="Give it a key of your own, then start the proxy again.",
        command=NEW_KEY,
    )


def _master_key(site: Site) -> tuple[str, str]:
    environment: Mapping[str, str] = site.environment
    if MASTER_KEY_VARIABLE in environment:
        return environment[MASTER_KEY_VARIABLE], "the environment"
    files = find_files([site.subject.directory]) if is_read(environment) else []
    for found in files:
        if MASTER_KEY_VARIABLE in found.values:
            return found.values[MASTER_KEY_VARIABLE], str(found.file)
    return "", ""
