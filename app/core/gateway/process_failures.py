"""Why a LiteLLM Proxy did not start, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..failures import Failure
from ..secret import Secret
from .config_model import ConfigError, Problem
from .output_patterns import OutputPattern, first_match

_SUMMARY = "LiteLLM Proxy did not start"
_SHOWN_LINES = 15
_NEW_KEY = 'export LITELLM_MASTER_KEY="sk-$(openssl rand -hex 32)"'


_PATTERNS = (
    OutputPattern(
        "weak-master-key",
        r"publicly known default|no master key is set|master key is (empty|not set)",
        "LiteLLM starts with a master key of your own alone, since release 1.104",
        "take `master_key` out of the configuration: a fresh key is made for each start",
        _NEW_KEY,
    ),
    OutputPattern(
        "port-taken",
        r"[Aa]ddress already in use|error while attempting to bind",
        "another program took the port in the meantime",
        "start again: the next free port is taken",
    ),
    OutputPattern(
        "litellm-broken",
        r"ModuleNotFoundError|ImportError|Missing dependency|No module named",
        "this LiteLLM lacks packages, such as those of its extra `proxy`",
        "install it anew",
        "quayside litellm remove && quayside litellm install",
    ),
    OutputPattern(
        "config-rejected",
        r"KeyError: '|AttributeError: |ScannerError|ParserError|Config cannot be None"
        r"|Included file not found|ValidationError",
        "LiteLLM cannot make sense of its configuration",
        "correct the configuration",
    ),
)
_UNKNOWN = OutputPattern(
    "proxy-ended", "", "see its last lines", "start it by hand to see all that it says"
)


@dataclass(frozen=True, slots=True)
class Start:
    """One attempt: what was run, and what it said."""

    command: Sequence[str]
    lines: Sequence[str]
    secrets: Sequence[Secret]
    problems: Sequence[Problem] = ()

    def failure(self, kind: str, summary: str, cause: str, cure: str, command: str = "") -> Failure:
        """A failure that shows the attempt."""
        return Failure(
            kind=kind,
            summary=summary,
            tried=" ".join(self.command),
            seen="\n".join(self._scrubbed(line) for line in self.lines[-_SHOWN_LINES:]),
            cause=cause,
            cure=cure,
            command=command,
        )

    def _scrubbed(self, line: str) -> str:
        for secret in self.secrets:
            line = secret.scrub(line)
        return line


def explain_end(start: Start, status: int | None) -> Failure:
    """The failure behind a proxy that ended by itself."""
    output = "\n".join(start.lines)
    pattern = first_match(_PATTERNS, output, _UNKNOWN)
    cause, cure = pattern.cause, pattern.cure
    if pattern.kind == "config-rejected" and start.problems:
        cause = "\n".join(str(problem) for problem in start.problems)
        cure = start.problems[0].cure
    summary = f"{_SUMMARY}: it ended with status {status}"
    return start.failure(pattern.kind, summary, cause, cure, pattern.command)


def explain_silence(start: Start, seconds: float) -> Failure:
    """The failure behind a proxy that runs and does not answer."""
    summary = f"{_SUMMARY}: no answer after {seconds:.0f} s"
    cause = "this machine is very busy, or LiteLLM waits for a service of its configuration"
    return start.failure("proxy-silent", summary, cause, "see its last lines, then start it again")


def explain_port(host: str, port: int) -> Failure:
    """The failure behind a port that is taken."""
    return Failure(
        kind="port-taken",
        summary=f"{_SUMMARY}: port {port} is taken",
        tried=f"listen on {host}:{port}",
        seen="address already in use",
        cause="another program listens there, maybe another LiteLLM Proxy",
        cure="use the proxy that runs there, or another port",
    )


def explain_config(problem: ConfigError) -> Failure:
    """The failure behind a configuration that cannot be read."""
    return Failure(
        kind="config-unreadable",
        summary=f"{_SUMMARY}: its configuration cannot be read",
        tried=f"read {problem.file}",
        seen=str(problem),
        cause=problem.text,
        cure=problem.cure,
    )


def explain_weak_key(file: Path) -> Failure:
    """The failure behind the master key of LiteLLM's own examples."""
    return Failure(
        kind="weak-master-key",
        summary=f"{_SUMMARY}: its master key is publicly known",
        tried=f"read {file}",
        seen="general_settings.master_key or LITELLM_MASTER_KEY is the key of LiteLLM's examples",
        cause=_PATTERNS[0].cause,
        cure=_PATTERNS[0].cure,
        command=_NEW_KEY,
    )


def explain_disk(problem: OSError) -> Failure:
    """The failure behind an error of the operating system before anything ran."""
    return Failure(
        kind="proxy-ended",
        summary=f"{_SUMMARY}: {problem.strerror or problem}",
        tried="write a private configuration and start a child process",
        seen=str(problem),
        cause="the operating system refused",
        cure="check the temporary directory and the free memory",
    )
