import httpx
import pytest

from kit.diagnosing import finding_of, subject_of
from quayside.app.core.diagnostics.model import Status


def unasked(request: httpx.Request) -> httpx.Response:
    raise AssertionError


async def test_a_base_tells_where_it_came_from_and_where_it_leads() -> None:
    subject = subject_of(
        base="localhost:12434", sources={"api_base": "environment MODEL_RUNNER_HOST"}
    )
    found = await finding_of("settings.base", subject, unasked)
    assert found.status is Status.PASS
    assert "http://localhost:12434/engines/llama.cpp/v1/chat/completions" in found.summary
    assert found.evidence[-1].text == "environment MODEL_RUNNER_HOST"


@pytest.mark.parametrize("base", ["ftp://x", "http://localhost:99999", "http://u:sk-1@h/v1"])
async def test_a_base_that_cannot_be_read_is_named_with_a_cure(base: str) -> None:
    found = await finding_of("settings.base", subject_of(base=base), unasked)
    assert found.status is Status.FAIL
    assert found.cause
    assert found.cure
    assert "sk-1" not in repr(found)
    proxy = await finding_of("settings.proxy", subject_of(proxy=base), unasked)
    assert proxy.status is Status.FAIL


@pytest.mark.parametrize(
    ("model", "status"),
    [("ai/smollm2", Status.PASS), ("llama.cpp/llama-3.1", Status.WARN), ("", Status.FAIL)],
)
async def test_a_models_name_is_read(model: str, status: Status) -> None:
    subject = subject_of(base="http://localhost:12434", model=model)
    found = await finding_of("settings.model", subject, unasked)
    assert found.status is status
    if status is Status.WARN:
        assert found.command == "export QUAYSIDE_MODEL=llama-3.1"


async def test_variables_that_leak_to_the_engine_are_named() -> None:
    environment = {"OPENAI_ORGANIZATION": "org-1", "OPENAI_PROJECT_ID": ""}
    subject = subject_of(base="http://localhost:12434", environment=environment)
    found = await finding_of("litellm.environment", subject, unasked)
    assert found.status is Status.WARN
    assert found.command == "unset OPENAI_ORGANIZATION"
    quiet = await finding_of("litellm.environment", subject_of(base="http://h"), unasked)
    assert quiet.status is Status.PASS
