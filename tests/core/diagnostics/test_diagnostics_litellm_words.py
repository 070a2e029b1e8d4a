import pytest

from kit.diagnosing import finding_of, listening, subject_of
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.litellm_words import litellm_words
from quayside.app.core.diagnostics.model import Finding, Status
from quayside.app.core.runner.exchange import Exchange
from quayside.app.core.wire.profiles import Profile

EXPERIMENT = "EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER"
NOT_FOUND = Exchange(method="POST", url="http://localhost/x", status=404, body=b"not found\n")


def test_with_openai_3_nothing_is_left_of_a_runners_words() -> None:
    assert litellm_words(Profile.OPENAI_2, NOT_FOUND).endswith("Exception - not found")
    assert litellm_words(Profile.OPENAI_3, NOT_FOUND).endswith("Exception - Error code: 404")


@pytest.mark.parametrize("profile", [Profile.OPENAI_2, Profile.OPENAI_3])
def test_words_in_json_and_a_silent_server_read_alike_in_both(profile: Profile) -> None:
    body = b'{"error": {"message": "File Not Found", "code": 404}}'
    told = Exchange(method="POST", url="http://localhost/x", status=404, body=body)
    expected = "litellm.NotFoundError: NotFoundError: Docker_model_runnerException - File Not Found"
    assert litellm_words(profile, told) == expected
    silent = Exchange(method="POST", url="http://localhost/x", error=OSError("refused"))
    assert litellm_words(profile, silent).endswith("- Connection error.")


async def request_of(suffix: str, **environment: str) -> Finding:
    runner = StrictRunner()

    async with listening() as port:
        base = f"http://127.0.0.1:{port}/engines/llama.cpp{suffix}"
        subject = subject_of(base=base, environment=environment)
        return await finding_of("litellm.request", subject, runner.answer)


async def test_each_litellm_has_its_request_its_answer_and_its_words() -> None:
    rows = [(row.label, row.text) for row in (await request_of("")).evidence]
    labels = [label for label, _ in rows]
    assert sum("LiteLLM 1.1" in label or "experimental" in label for label in labels) == 3
    said = [text for label, text in rows if label == "LiteLLM says"]
    assert len(said) == 2
    assert said[0] != said[1]
    assert any("docker_model_runner/ai/smollm2" in text for _, text in rows)


async def test_the_experimental_handler_is_judged_where_it_is_switched_on() -> None:
    found = await request_of("/v1", **{EXPERIMENT: "true"})
    assert found.status is Status.WARN
    assert found.command == f"unset {EXPERIMENT}"
    assert (await request_of("", **{EXPERIMENT: "true"})).status is Status.PASS
    assert (await request_of("/v1")).status is Status.PASS
