import httpx
import pytest

from kit.diagnosing import finding_of, subject_of
from quayside.app.core.diagnostics.model import Finding, Status

BASE = "http://localhost:12434/engines/llama.cpp"


def refuse(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


async def sources(source: str, base: str = BASE, **environment: str) -> Finding:
    subject = subject_of(base=base, environment=environment, sources={"api_base": source})
    return await finding_of("settings.sources", subject, refuse)


async def test_every_variable_is_told_with_the_one_in_effect() -> None:
    found = await sources(
        "flag --base", QUAYSIDE_BASE="http://me:sk-1@other:1", DOCKER_MODEL_RUNNER_API_BASE=""
    )
    assert found.status is Status.PASS
    assert [(item.label, item.text) for item in found.evidence] == [
        ("in effect", "flag --base"),
        ("QUAYSIDE_BASE", "passed over: http://••••@other:1"),
        ("DOCKER_MODEL_RUNNER_API_BASE", "empty: counts as unset"),
    ]


@pytest.mark.parametrize(
    ("host", "secure", "status"),
    [
        ("localhost:12434", "", Status.PASS),
        ("http://127.0.0.1:12434", "", Status.PASS),
        ("", "true", Status.PASS),
        ("localhost:12434", "true", Status.WARN),
        ("gpu-box:12434", "", Status.WARN),
        ("not a host", "", Status.PASS),
    ],
)
async def test_dockers_own_variable_should_lead_to_the_same_runner(
    host: str, secure: str, status: Status
) -> None:
    found = await sources(
        "environment QUAYSIDE_BASE", MODEL_RUNNER_HOST=host, MODEL_RUNNER_TLS=secure
    )
    assert found.status is status
    assert found.command == ("unset MODEL_RUNNER_HOST" if status is Status.WARN else "")


async def test_an_empty_variable_is_told_only_where_a_default_took_its_place() -> None:
    found = await sources("default", QUAYSIDE_BASE=" ")
    assert found.status is Status.WARN
    assert found.command.startswith("export QUAYSIDE_BASE=http://localhost:12434/")
    assert (await sources("discovery", QUAYSIDE_BASE=" ")).status is Status.PASS
