import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from jsonschema import validate

from kit.diagnosis_samples import BAD, GOOD
from kit.diagnosis_steps import planned
from kit.scripted import a_failure, a_lane
from kit.staged import Staged
from quayside.app.command_line.composition import Composition, compose
from quayside.app.command_line.doctor import held_back, looked_at, report, subject_of
from quayside.app.command_line.documents import schema
from quayside.app.command_line.problems import UsageError
from quayside.app.core.diagnostics.model import (
    Begun,
    Evidence,
    Finding,
    Provenance,
    Status,
    Step,
    Subject,
)
from quayside.app.core.lanes import Path
from quayside.app.core.preparation import Preparation


async def told(*findings: Finding) -> AsyncIterator[Step]:
    for finding in findings:
        yield finding


async def said_of(*findings: Finding, form: str = "", **kwargs: object) -> tuple[int, str]:
    staged = Staged("doctor", *([form] if form else []))
    status = await report(told(*findings), staged.stage.console, staged.stage.arguments, **kwargs)
    return status, staged.said


async def test_findings_are_told_in_their_order_as_soon_as_those_before_are_there() -> None:
    proxy = replace(GOOD, check="proxy.alive", title="Alive")
    staged = Staged("doctor", terminal=True)
    heard: list[str] = []

    async def steps() -> AsyncIterator[Step]:
        yield planned([GOOD, proxy, BAD])
        yield Begun("route.engine")
        yield Begun("proxy.alive")
        heard.append(staged.narrated)
        yield proxy
        heard.append(staged.said)
        yield GOOD
        heard.append(staged.said)
        yield BAD

    await report(steps(), staged.stage.console, staged.stage.arguments)
    assert "◌ 0 of 3: Route, Alive" in heard[0]
    assert heard[1:] == ["", "Engine\n✓ pass  Route: answers\n"]
    lines = staged.said.splitlines()
    assert lines.index("✗ fail  Key: refused") < lines.index("Proxy")
    assert lines[lines.index("Proxy") + 1] == "✓ pass  Alive: answers"


async def test_a_reader_that_goes_away_ends_the_checks() -> None:
    staged = Staged("doctor")
    ended: list[str] = []

    async def steps() -> AsyncIterator[Step]:
        try:
            yield GOOD
            yield BAD
        finally:
            ended.append("closed")

    def gone(_text: str) -> int:
        raise BrokenPipeError

    staged.out.write = gone  # type: ignore[method-assign]
    with pytest.raises(BrokenPipeError):
        await report(steps(), staged.stage.console, staged.stage.arguments)
    assert ended == ["closed"]


async def test_the_document_follows_its_schema() -> None:
    rows = [Provenance(name="api_base", value="http://e:1", source="flag --base")]
    status, said = await said_of(GOOD, BAD, form="--json", settings=rows)
    document = json.loads(said)
    validate(document, schema("doctor"))
    assert (status, document["failed"], document["first"]) == (1, 1, "auth.engine")
    assert document["settings"][0]["source"] == "flag --base"
    _, said = await said_of(GOOD, form="--json")
    assert json.loads(said)["first"] is None


async def test_a_proxy_is_looked_at_where_one_was_named() -> None:
    named = await subject_of(Staged("doctor").stage)
    assert named.engine is not None
    assert named.proxy is not None
    assert named.proxy.base == "http://p:1"
    assert named.source_of("api_base") == "environment QUAYSIDE_BASE"


async def test_a_demo_is_looked_at_without_a_proxy() -> None:
    subject = await subject_of(Staged("doctor", "--demo").stage)
    assert subject.proxy is None


async def test_a_base_that_cannot_be_read_is_looked_at_all_the_same() -> None:
    subject = await subject_of(Staged("doctor", environment={"QUAYSIDE_BASE": "http://["}).stage)
    assert subject.engine is not None
    assert subject.engine.base == "http://["


async def test_a_config_yaml_that_cannot_be_read_is_looked_at_all_the_same(tmp_path) -> None:
    file = tmp_path / "litellm.yaml"
    file.write_text("model_list: [\n")
    for command in ("doctor", "chat"):
        given = [command, *(["hi"] if command == "chat" else []), "--config", str(file)]
        stage = Staged(*given).stage
        if command == "doctor":
            assert compose(stage.arguments, stage.settings, stage.environment).offered == ()
        else:
            with pytest.raises(UsageError):
                compose(stage.arguments, stage.settings, stage.environment)


async def test_what_could_not_be_prepared_is_a_finding() -> None:
    async def steps():
        yield a_failure()

    holds = Preparation(
        name="runner", title="Runner", steps=steps, holds=lambda lane: lane.path is Path.SDK
    )
    staged = Staged("doctor", "--demo", composition=Composition((holds,)))
    await subject_of(staged.stage)
    (finding,) = [step async for step in held_back(staged.stage)]
    assert isinstance(finding, Finding)
    assert (finding.check, finding.status) == ("preparation.sdk", Status.FAIL)
    assert finding.cure == "Use port 12434."


async def test_the_lanes_that_are_named_are_looked_at_and_no_others() -> None:
    staged = Staged("doctor", "--lane", "litellm:m@http://e:1/v1", environment={"HOME": "/nowhere"})
    subject = await subject_of(staged.stage)
    assert subject.litellm is not None
    assert subject.litellm.base == "http://e:1/v1"
    assert subject.engine is not None
    assert subject.proxy is None


async def test_the_report_for_an_issue_keeps_foreign_text_in_its_place() -> None:
    hostile = Evidence("answer | x", "```\n# head\n\x1b[31m</details>")
    bad = replace(BAD, evidence=(hostile,), summary="refused <b> | [x](http://y) @octocat #12")
    rows = [Provenance(name="api_key", value="••••", source="environment QUAYSIDE_KEY")]
    status, said = await said_of(GOOD, bad, form="--markdown", settings=rows)
    assert status == 1
    assert "| api\\_key | •••• | environment QUAYSIDE\\_KEY |" in said
    assert (
        "refused &lt;b> \\| \\[x](http://y) @&ZeroWidthSpace;octocat \\#&ZeroWidthSpace;12" in said
    )
    assert "````\n```\n# head\n␛[31m</details>\n````" in said
    assert "```\nexport QUAYSIDE_KEY=\n```" in said
    assert "\x1b" not in said


async def test_one_check_alone_is_asked_with_what_it_needs() -> None:
    staged = Staged("doctor", "--only", "settings.base")
    steps = looked_at(Subject(engine=a_lane()), staged.stage.arguments)
    found = [one async for one in steps if isinstance(one, Finding)]
    assert [one.check for one in found] == ["settings.base"]


async def test_what_keeps_one_check_from_being_asked_is_told_with_it() -> None:
    staged = Staged("doctor", "--only", "network.name")
    steps = looked_at(Subject(engine=a_lane(base="http://[")), staged.stage.arguments)
    assert await report(steps, staged.stage.console, staged.stage.arguments) == 1
    lines = staged.said.splitlines()
    assert lines[1].startswith("✗ fail  Base URL of the engine")
    assert any(line.startswith("- skip  Host name of the engine: not asked") for line in lines)


async def test_a_check_that_is_none_names_those_that_are() -> None:
    staged = Staged("doctor", "--only", "route")
    with pytest.raises(UsageError, match=r"no check 'route' applies here.*route\.engine"):
        [one async for one in looked_at(Subject(engine=a_lane()), staged.stage.arguments)]
