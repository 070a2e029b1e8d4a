"""Findings of each kind, and a diagnosis as people meet it: LiteLLM's port, Docker's runner."""

from quayside.app.core.diagnostics.checks import checks_for
from quayside.app.core.diagnostics.model import (
    Change,
    Evidence,
    Finding,
    Offer,
    Status,
    Subject,
    command_of,
)
from quayside.app.core.lanes import Lane, Path

GOOD = Finding(check="route.engine", title="Route", status=Status.PASS, summary="answers")
BAD = Finding(
    check="auth.engine",
    title="Key",
    status=Status.FAIL,
    summary="refused",
    evidence=(Evidence("answer", "401\nno"),),
    cause="No key.",
    cure="Set it.",
    command="export QUAYSIDE_KEY=",
)
LATER = Finding(check="model.name", title="Model", status=Status.SKIP, summary="not asked")
BASE = "http://localhost:12434/engines/llama.cpp"
_CHANGES = (Change("api_base", BASE),)
_HELD_UP = {
    *("tls.engine", "listener.engine", "network.exposure", "route.engine", "auth.engine"),
    *("model.name", "model.engine", "received.engine", "litellm.request"),
}
_SUBJECT = Subject(
    engine=Lane(Path.SDK, "ai/smollm2", "http://localhost:22088"),
    proxy=Lane(Path.PROXY, "smollm2", "http://localhost:4000"),
)


def wrong_port() -> list[Finding]:
    """Every check of an engine and a proxy; the connection to the engine fails."""
    return [_finding(check.name, check.title) for check in checks_for(_SUBJECT)]


def _finding(name: str, title: str) -> Finding:
    if name == "network.connection":
        return _refused(title)
    if name == "discovery.servers":
        offer = Offer(f"sdk:ai/smollm2@{BASE}", "ai/smollm2, Docker Model Runner")
        told = "Docker Model Runner on localhost:12434"
        return Finding(
            check=name, title=title, status=Status.PASS, summary=told, offers=(offer,), seconds=0.04
        )
    if name in _HELD_UP:
        because = "not asked, because of: Connection to the engine"
        return Finding(check=name, title=title, status=Status.SKIP, summary=because)
    return Finding(check=name, title=title, status=Status.PASS, summary="well", seconds=0.01)


def _refused(title: str) -> Finding:
    return Finding(
        check="network.connection",
        title=title,
        status=Status.FAIL,
        summary="nothing listens on localhost:22088",
        evidence=(
            Evidence("connect", "localhost:22088: ECONNREFUSED: Connection refused"),
            Evidence("answers instead", "Docker Model Runner on localhost:12434"),
        ),
        cause="22088 is LiteLLM's default; Docker Model Runner itself listens on 12434",
        cure="Use Docker Model Runner on localhost:12434.",
        command=command_of(_CHANGES),
        changes=_CHANGES,
        links=("https://docs.docker.com/ai/model-runner/",),
        seconds=0.002,
    )
