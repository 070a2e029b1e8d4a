import json
from typing import Any

import pytest

from kit.diagnosing import finding_of, listening, subject_of
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.model import Finding, Status

TOO_LONG = {"code": 400, "type": "exceed_context_size_error", "message": "too long"}
TOO_LONG |= {"n_prompt_tokens": 9031, "n_ctx": 4096}


def record(
    number: int, status: int, model: str = "smollm2", error: object = None
) -> dict[str, Any]:
    told = {"id": f"sha256:00_{number}", "model": model, "method": "POST", "status_code": status}
    told |= {"url": "/engines/llama.cpp/v1/chat/completions", "user_agent": "my-app/1"}
    return told | ({"error": json.dumps({"error": error})} if error else {"response": "{}"})


async def found_with(*records: dict[str, Any]) -> Finding:
    runner = StrictRunner(received=[{"config": {"context-size": 4096}, "records": records}])
    async with listening() as port:
        subject = subject_of(base=f"http://localhost:{port}")
        return await finding_of("received.engine", subject, runner.answer)


async def test_a_request_of_another_program_that_was_refused_is_explained() -> None:
    found = await found_with(record(1, 200), record(2, 400, error=TOO_LONG))
    assert found.status is Status.WARN
    assert "9031 tokens" in found.cause
    assert "1 of the 2" in found.cause
    assert found.command == "docker model configure --context-size 8192 ai/smollm2"
    told = {item.label: item.text for item in found.evidence}
    assert told["from"] == "my-app/1"
    assert told["context"] == "4096 tokens, as configured"


@pytest.mark.parametrize(
    "records",
    [
        (),
        (record(1, 400, error=TOO_LONG), record(2, 200)),
        (record(1, 200), record(2, 0)),
        (record(1, 200), record(2, 408, error=TOO_LONG)),
        (record(1, 400, "gemma3", TOO_LONG),),
    ],
)
async def test_what_went_well_since_or_was_given_up_is_no_fault(
    records: tuple[dict[str, Any], ...],
) -> None:
    assert (await found_with(*records)).status is Status.PASS
