import httpx
import pytest

from kit.diagnosing import finding_of, subject_of
from quayside.app.core.diagnostics.model import Finding, Status

BASE = "http://localhost:12434/engines/llama.cpp"


async def found_of(check: str, key: str = "dummy-key", **environment: str) -> Finding:
    subject = subject_of(base=BASE, key=key, environment=environment)
    return await finding_of(check, subject, lambda _: httpx.Response(500))


async def test_what_litellm_falls_back_to_is_told() -> None:
    found = await found_of("litellm.environment", DOCKER_MODEL_RUNNER_API_KEY="")
    assert found.status is Status.PASS
    rows = {row.label: row.text for row in found.evidence}
    assert "22088" in rows["DOCKER_MODEL_RUNNER_API_BASE"]
    assert "not set" in rows["DOCKER_MODEL_RUNNER_API_KEY"]


async def test_a_base_of_litellms_own_that_leads_elsewhere_is_warned_of() -> None:
    elsewhere = "http://localhost:22088/engines/llama.cpp/v1"
    found = await found_of("litellm.environment", DOCKER_MODEL_RUNNER_API_BASE=elsewhere)
    assert found.status is Status.WARN
    assert found.command == f"export DOCKER_MODEL_RUNNER_API_BASE={BASE}/v1"


@pytest.mark.parametrize("base", [BASE, f"{BASE}/v1/", "http://127.0.0.1:12434/engines/llama.cpp"])
async def test_another_spelling_of_the_same_place_is_no_other_place(base: str) -> None:
    found = await found_of("litellm.environment", DOCKER_MODEL_RUNNER_API_BASE=base)
    assert found.status is Status.PASS


async def test_a_key_that_quayside_alone_would_send_is_told() -> None:
    found = await found_of("litellm.environment", key="sk-own-key", QUAYSIDE_KEY="sk-own-key")
    assert found.status is Status.WARN
    assert found.command == 'export DOCKER_MODEL_RUNNER_API_KEY="$QUAYSIDE_KEY"'
    assert "sk-own-key" not in repr(found)


@pytest.mark.parametrize("name", ["OPENAI_ORGANIZATION", "OPENAI_PROJECT_ID"])
async def test_headers_that_leak_to_a_local_engine_are_warned_of(name: str) -> None:
    found = await found_of("litellm.environment", **{name: "org-1"})
    assert found.status is Status.WARN
    assert found.command == f"unset {name}"


@pytest.mark.parametrize(
    ("exempt", "status"),
    [
        ("", Status.WARN),
        ("localhost", Status.PASS),
        ("*", Status.PASS),
        ("127.0.0.1, localhost", Status.PASS),
        ("127.0.0.0/8", Status.WARN),
        ("localhost:12434", Status.WARN),
        (".localhost", Status.WARN),
    ],
)
async def test_hosts_are_exempt_from_a_web_proxy_as_litellm_reads_it(
    exempt: str, status: Status
) -> None:
    variables = {"http_proxy": "http://corp:3128", "NO_PROXY": exempt}
    found = await found_of("network.proxy-variables", **variables)
    assert found.status is status


async def test_what_is_exempt_already_stays_so_and_curl_is_told_apart() -> None:
    variables = {"HTTP_PROXY": "http://corp:3128", "NO_PROXY": "corp.example,127.0.0.0/8"}
    found = await found_of("network.proxy-variables", **variables)
    value = "corp.example,127.0.0.0/8,localhost,127.0.0.1,::1"
    assert found.command == f"export NO_PROXY={value} no_proxy={value}"
    assert "small letters" in found.cause
    assert "127.0.0.0/8" in found.cause
