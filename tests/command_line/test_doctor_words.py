from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from kit.diagnosis_samples import BAD, GOOD, LATER
from kit.staged import Staged
from quayside.app.command_line.doctor import report
from quayside.app.core.diagnostics.model import Evidence, Finding, Status, Step


async def said_of(*findings: Finding) -> tuple[int, str]:
    staged = Staged("doctor")

    async def told() -> AsyncIterator[Step]:
        for finding in findings:
            yield finding

    status = await report(told(), staged.stage.console, staged.stage.arguments)
    return status, staged.said


async def test_a_fault_has_mark_word_evidence_cause_and_cure() -> None:
    status, said = await said_of(GOOD, BAD, LATER)
    lines = said.splitlines()
    assert status == 1
    assert lines[:3] == ["Engine", "✓ pass  Route: answers", "✗ fail  Key: refused"]
    assert lines[3:5] == ["        answer  401", "                no"]
    assert "        cure    Set it." in lines
    assert "        run     export QUAYSIDE_KEY=" in lines


async def test_the_last_line_says_what_to_do_first() -> None:
    _, said = await said_of(GOOD, BAD, LATER)
    assert said.splitlines()[-3:] == [
        "1 passed, 1 failed, 1 not asked",
        "run     export QUAYSIDE_KEY=",
        "first   Set it.",
    ]
    _, said = await said_of(replace(BAD, cure="write this:\nmodel_list:\n"))
    assert said.splitlines()[-1] == "first   write this"
    _, said = await said_of(GOOD)
    assert said.splitlines()[-2:] == [
        "1 passed",
        "Nothing is to be done; --deep also asks each lane for one token.",
    ]


async def test_no_line_is_wider_than_a_terminal_but_a_command_stays_whole() -> None:
    words = "a server that answers at length " * 9
    command = f"export QUAYSIDE_BASE=http://localhost/{'x' * 90}"
    bad = replace(BAD, summary=words, cause=words, cure=words, command=command)
    bad = replace(bad, evidence=(Evidence("LiteLLM (openai 2) sends", f"  {words}\n{words}"),))
    _, said = await said_of(bad)
    wide = [line for line in said.splitlines() if len(line) > 80]
    assert [line.strip() for line in wide] == [f"run     {command}"] * 2


async def test_checks_that_one_fault_holds_up_are_told_together() -> None:
    because = "not asked, because of: Key"
    held = [replace(LATER, check=f"model.{name}", title=name, summary=because) for name in "abc"]
    other = replace(LATER, summary="there is no engine")
    _, said = await said_of(BAD, *held, other)
    assert f"- skip  {because}: a, b, c\n- skip  Model: there is no engine\n" in said


async def test_a_mended_file_is_told_as_it_must_be_written() -> None:
    line = f"      api_base: http://localhost:12434/{'x' * 70}  # not wrapped"
    bad = replace(BAD, evidence=(Evidence("mended", f"model_list:\n{line}"),))
    _, said = await said_of(bad)
    assert f"        mended  model_list:\n{' ' * 16}{line}\n" in said


async def test_warnings_alone_are_no_failure() -> None:
    warned = Finding(check="model.name", title="T", status=Status.WARN, summary="s", cure="c")
    status, said = await said_of(GOOD, warned)
    assert status == 0
    assert "! warn  T: s" in said
    assert said.endswith("first   c\n")


@pytest.mark.parametrize("status", list(Status))
async def test_every_status_has_a_mark_and_a_word(status: Status) -> None:
    one = Finding(check="a", title="T", status=status, summary="s")
    _, said = await said_of(one)
    assert f" {status.value}" in said
