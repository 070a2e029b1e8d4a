import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from jsonschema import validate

from kit.scripted import a_failure, a_lane
from kit.staged import Staged
from quayside.app.command_line.composition import Composition
from quayside.app.command_line.doctor import looked_at, report, subject_of, unprepared
from quayside.app.command_line.documents import schema
from quayside.app.command_line.problems import UsageError
from quayside.app.core.diagnostics.model import Evidence, Finding, Provenance, Status, Subject
from quayside.app.core.lanes import Path
from quayside.app.core.preparation import Preparation

GOOD = Finding(check="a.b", title="Route", status=Status.PASS, summary="answers")
BAD = Finding(
    check="a.c",
    title="Key",
    status=Status.FAIL,
    summary="refused",
    evidence=(Evidence("answer", "401\nno"),),
    cause="No key.",
    cure="Set it.",
    command="export QUAYSIDE_KEY=",
)
LATER = Finding(check="a.d", title="Model", status=Status.SKIP, summary="not asked")


async def told(*findings: Finding) -> AsyncIterator[Finding]:
    for finding in findings:
        yield finding


async def test_a_fault_has_mark_word_evidence_cause_and_cure() -> None:
    staged = Staged("doctor")
    assert await report(told(GOOD, BAD, LATER), staged.stage.console) == 1
    lines = staged.said.splitlines()
    assert lines[:2] == ["✓ pass  Route: answers", "✗ fail  Key: refused"]
    assert "        cure    Set it." in lines
    assert "        run     export QUAYSIDE_KEY=" in lines
    assert lines[-3:] == [
        "1 passed, 1 failed, 1 not asked",
        "  first   Set it.",
        "  run     export QUAYSIDE_KEY=",
    ]


async def test_warnings_alone_are_no_failure() -> None:
    warned = Finding(check="a", title="T", status=Status.WARN, summary="s", cure="c")
    staged = Staged("doctor")
    assert await report(told(GOOD, warned), staged.stage.console) == 0
    assert "! warn  T: s" in staged.said


async def test_the_document_follows_its_schema() -> None:
    staged = Staged("doctor")
    assert await report(told(GOOD, BAD), staged.stage.console, "json") == 1
    document = json.loads(staged.said)
    validate(document, schema("doctor"))
    assert document["failed"] == 1


async def test_a_proxy_is_looked_at_where_one_was_named() -> None:
    named = await subject_of(Staged("doctor").stage)
    assert named.engine is not None
    assert named.proxy is not None
    assert named.proxy.base == "http://p:1"
    assert named.source_of("api_base") == "environment QUAYSIDE_BASE"


async def test_a_demo_is_looked_at_without_a_proxy() -> None:
    subject = await subject_of(Staged("doctor", "--demo").stage)
    assert subject.proxy is None


async def test_what_could_not_be_prepared_is_a_finding() -> None:
    async def steps():
        yield a_failure()

    holds = Preparation(
        name="runner", title="Runner", steps=steps, holds=lambda lane: lane.path is Path.SDK
    )
    staged = Staged("doctor", "--demo", composition=Composition((holds,)))
    await subject_of(staged.stage)
    (finding,) = [finding async for finding in unprepared(staged.stage)]
    assert (finding.status, finding.cure) == (Status.FAIL, "Use port 12434.")


@pytest.mark.parametrize("status", list(Status))
async def test_every_status_has_a_mark_and_a_word(status) -> None:
    staged = Staged("doctor")
    one = Finding(check="a", title="T", status=status, summary="s")
    await report(told(one), staged.stage.console)
    assert f" {status.value}" in staged.said


async def test_the_lanes_that_are_named_are_looked_at_and_no_others() -> None:
    staged = Staged("doctor", "--lane", "litellm:m@http://e:1/v1", environment={"HOME": "/nowhere"})
    subject = await subject_of(staged.stage)
    assert subject.litellm is not None
    assert subject.litellm.base == "http://e:1/v1"
    assert subject.engine is not None
    assert subject.proxy is None


async def test_the_report_for_an_issue_keeps_foreign_text_in_its_place() -> None:
    hostile = Evidence("answer | x", "```\n# head\n\x1b[31m</details>")
    bad = replace(BAD, evidence=(hostile,), summary="refused <b> | [x](http://y)")
    rows = [Provenance(name="api_key", value="••••", source="environment QUAYSIDE_KEY")]
    staged = Staged("doctor")
    assert await report(told(GOOD, bad), staged.stage.console, "markdown", rows) == 1
    said = staged.said
    assert "| api\\_key | •••• | environment QUAYSIDE\\_KEY |" in said
    assert "refused &lt;b> \\| \\[x](http://y)" in said
    assert "````\n```\n# head\n␛[31m</details>\n````" in said
    assert "```\nexport QUAYSIDE_KEY=\n```" in said
    assert "\x1b" not in said


async def test_one_check_alone_is_asked_with_what_it_needs() -> None:
    staged = Staged("doctor", "--only", "settings.base")
    subject = Subject(engine=a_lane())
    found = [one async for one in looked_at(subject, staged.stage.arguments)]
    assert [one.check for one in found] == ["settings.base"]


async def test_a_check_that_is_none_names_those_that_are() -> None:
    staged = Staged("doctor", "--only", "route")
    with pytest.raises(UsageError, match=r"no check 'route' applies here.*route\.engine"):
        [one async for one in looked_at(Subject(engine=a_lane()), staged.stage.arguments)]
