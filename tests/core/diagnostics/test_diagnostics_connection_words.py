import errno

import pytest

from quayside.app.core.diagnostics.connection_words import Attempt, no_connection
from quayside.app.core.diagnostics.model import Evidence, Outcome, command_of
from quayside.app.core.runner.docker_hosts import DockerHere
from quayside.app.core.runner.found import Found, FoundKind
from quayside.app.core.wire.address import parse_engine_base

REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
SEEN = Evidence("connect", "refused")


def said(
    base: str, problem: OSError, others: tuple[Found, ...] = (), gateway: bool = False
) -> Outcome:
    attempt = Attempt(parse_engine_base(base), problem, gateway)
    return no_connection(attempt, others, SEEN)


@pytest.mark.parametrize(
    ("base", "problem", "cause", "command"),
    [
        ("http://localhost:22088", REFUSED, "12434", "--tcp 12434"),
        ("http://localhost:12434", REFUSED, "TCP port closed", "--tcp 12434"),
        ("http://192.0.2.1:12434", REFUSED, "own loopback", "--host 0.0.0.0"),
        ("http://192.0.2.1:12434", TimeoutError(), "firewall", ""),
        (
            "unix:///run/docker.sock",
            FileNotFoundError(2, "none"),
            "Docker Desktop",
            "desktop start",
        ),
        ("unix:///run/docker.sock", PermissionError(13, "denied"), "may not use", "usermod"),
    ],
)
def test_each_way_of_not_connecting_has_its_cause_and_cure(
    base: str, problem: OSError, cause: str, command: str
) -> None:
    outcome = said(base, problem)
    assert cause in outcome.cause
    assert command in outcome.command
    assert bool(command) is bool(outcome.command)
    assert outcome.cure
    assert outcome.evidence == (SEEN,)


def test_a_proxy_that_is_not_there_is_started_on_its_own_port() -> None:
    outcome = said("http://localhost:4100", REFUSED, gateway=True)
    assert outcome.command == "litellm --config config.yaml --host 127.0.0.1 --port 4100"


@pytest.mark.parametrize(
    ("kind", "base", "command"),
    [
        (FoundKind.RUNNER, "http://localhost:12434/engines/llama.cpp", "export QUAYSIDE_BASE="),
        (FoundKind.LITELLM_PROXY, "http://localhost:4000", "export QUAYSIDE_PROXY="),
    ],
)
def test_what_answers_instead_can_be_pasted(kind: FoundKind, base: str, command: str) -> None:
    found = Found(kind=kind, base=base, title="It")
    outcome = said("http://localhost:1", REFUSED, (found,), kind.is_gateway)
    assert command_of(outcome.changes) == command + base
    assert outcome.cure == "Use It."


@pytest.mark.parametrize(
    ("here", "cause", "command"),
    [
        (DockerHere(inside=True), "the container itself", "model-runner.docker.internal"),
        (DockerHere(remote="me@box"), "by ssh on me@box", "ssh -N -L 12434:localhost:12434 me@box"),
        (DockerHere(remote="box; rm -rf /"), "by ssh", "'box; rm -rf /'"),
        (DockerHere(engine_alone=True), "Docker Engine is here", "docker model install-runner"),
    ],
)
def test_where_we_stand_decides_what_a_closed_port_means(
    here: DockerHere, cause: str, command: str
) -> None:
    attempt = Attempt(parse_engine_base("http://localhost:12434"), REFUSED, here=here)
    outcome = no_connection(attempt, (), SEEN)
    assert cause in outcome.cause
    assert command in (outcome.command or command_of(outcome.changes))


def test_a_runner_in_the_same_container_is_not_sought_outside() -> None:
    attempt = Attempt(
        parse_engine_base("http://localhost:9999"), REFUSED, here=DockerHere(inside=True)
    )
    base = "http://localhost:22088/engines/llama.cpp"
    outcome = no_connection(attempt, [Found(kind=FoundKind.RUNNER, base=base, title="It")], SEEN)
    assert outcome.cause == "it is in this container too, on another port"
    assert command_of(outcome.changes) == f"export QUAYSIDE_BASE={base}"
