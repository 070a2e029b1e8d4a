import errno

import pytest

from quayside.app.core.diagnostics.connection_words import no_connection
from quayside.app.core.diagnostics.model import Evidence, Outcome
from quayside.app.core.runner.found import Found, FoundKind
from quayside.app.core.wire.address import parse_engine_base

REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
SEEN = Evidence("connect", "refused")


def said(
    base: str, problem: OSError, others: tuple[Found, ...] = (), gateway: bool = False
) -> Outcome:
    return no_connection(parse_engine_base(base), problem, others, gateway, SEEN)


@pytest.mark.parametrize(
    ("base", "problem", "cause", "command"),
    [
        ("http://localhost:22088", REFUSED, "12434", "--tcp 12434"),
        ("http://localhost:12434", REFUSED, "closed (the default)", "--tcp 12434"),
        ("http://192.0.2.1:12434", REFUSED, "own loopback", "--host 0.0.0.0"),
        ("http://192.0.2.1:12434", TimeoutError(), "firewall", ""),
        ("unix:///run/docker.sock", FileNotFoundError(2, "none"), "Docker Desktop", "--tcp 12434"),
        ("unix:///run/docker.sock", PermissionError(13, "denied"), "may not use", ""),
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
    assert outcome.command == command + base
    assert outcome.cure == "Use It."
