from dataclasses import replace

import pytest

from kit.diagnosing import all_findings, finding_of, listening, surroundings_of
from kit.scripted import ScriptedSource, a_lane, answer
from kit.sdk_environment import make_sdk_environment
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.model import Provenance, Status, Subject
from quayside.app.core.lanes import Path


def subject_of(base: str, **more) -> Subject:
    return Subject.of_lanes([a_lane(path=Path.LITELLM, base=base)], **more)


async def test_a_lane_of_litellm_is_looked_at_like_an_engines_lane_and_more(tmp_path):
    found = make_sdk_environment(tmp_path / "sdk")
    source = ScriptedSource({"litellm": answer("hi")})
    async with listening() as port:
        subject = subject_of(f"http://localhost:{port}/engines/llama.cpp/v1", environment=found)
        surroundings = surroundings_of(StrictRunner().answer, lambda: source)
        findings = await all_findings(subject, surroundings, deep=True)
    assert {str(one.status) for one in findings.values()} == {"pass"}
    assert {"route.engine", "model.name", "litellm.installed"} <= set(findings)
    assert findings["stream.litellm"].summary == "litellm · ai/smollm2 streamed one token"
    assert "LiteLLM 1.106.2" in findings["litellm.installed"].summary


@pytest.mark.parametrize("path", ["/engines/llama.cpp", ""])
async def test_a_base_without_v1_fails_its_lane_and_holds_up_the_token(path):
    async with listening() as port:
        subject = subject_of(f"http://localhost:{port}{path}")
        finding = await finding_of("litellm.request", subject, StrictRunner().answer)
        token = await finding_of("stream.litellm", subject, StrictRunner().answer)
    good = f"http://localhost:{port}/engines/llama.cpp/v1"
    assert finding.status is Status.FAIL
    assert finding.cure.endswith(good)
    assert finding.command == f"quayside chat hi --lane litellm:ai/smollm2@{good}"
    assert token.status is Status.SKIP


async def test_its_own_base_is_judged_beside_another_lanes():
    async with listening() as port:
        base = f"http://localhost:{port}/engines/llama.cpp"
        engine = a_lane(base=base)
        subject = Subject.of_lanes([engine, replace(engine, path=Path.LITELLM, base=base + "/v1")])
        finding = await finding_of("litellm.request", subject, StrictRunner().answer)
    assert subject.engine == engine
    assert finding.status is Status.PASS


async def test_a_base_that_cannot_be_read_is_told_and_nothing_is_asked():
    async with listening() as port:
        engine = a_lane(base=f"http://localhost:{port}")
        subject = Subject.of_lanes([engine, a_lane(path=Path.LITELLM, base="ftp://there")])
        finding = await finding_of("litellm.request", subject, StrictRunner().answer)
    assert finding.status is Status.FAIL
    assert "ftp://" in finding.cause


async def test_a_litellm_that_must_not_be_run_is_named_with_the_reason(tmp_path):
    environment = make_sdk_environment(tmp_path / "bad", version="1.107.0")
    subject = subject_of("http://localhost:9/v1", environment=environment)
    finding = await finding_of("litellm.installed", subject, StrictRunner().answer)
    assert finding.status is Status.WARN
    assert finding.command == "quayside litellm install"
    (refused,) = finding.evidence
    assert "compromised" in refused.text


def test_keys_of_litellms_lane_are_among_those_that_are_masked():
    assert subject_of("http://localhost:9/v1").secrets


@pytest.mark.parametrize(
    ("source", "status"),
    [("demo", Status.PASS), ("discovery", Status.PASS), ("flag --base", Status.WARN)],
)
async def test_a_base_that_nobody_wrote_is_in_no_file_of_litellms(source, status):
    async with listening() as port:
        lane = a_lane(base=f"http://localhost:{port}/engines/llama.cpp")
        rows = (Provenance(name="api_base", value=lane.base, source=source),)
        subject = Subject.of_lanes([lane], rows)
        found = await finding_of("litellm.request", subject, StrictRunner().answer)
    assert found.status is status
