import json

import pytest
from jsonschema import validate

from kit.scripted import ScriptedSource, answer, failing
from kit.staged import Staged
from quayside.app.command_line.compare import compare
from quayside.app.command_line.documents import schema
from quayside.app.command_line.problems import UsageError

LANES = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:smollm2")


def both(left: str = "Rhine, Rhône", right: str = "Rhine, Rhône") -> ScriptedSource:
    return ScriptedSource({"sdk": answer(left), "proxy": answer(right)})


async def test_the_document_follows_its_schema() -> None:
    staged = Staged("compare", "Rivers?", *LANES, "--json", "--repeat", "2", source=both())
    assert await compare(staged.stage) == 0
    document = json.loads(staged.said)
    validate(document, schema("comparison"))
    assert [len(lane["replies"]) for lane in document["lanes"]] == [2, 2]
    assert [pair["equal"] for pair in document["parity"]] == [True, True]


async def test_temperature_0_and_a_seed_are_sent_unless_told_otherwise() -> None:
    staged = Staged("compare", "Rivers?", *LANES, source=both())
    await compare(staged.stage)
    assert staged.source.requests[0][0].parameters == {"temperature": 0, "seed": 0}
    told = Staged("compare", "Rivers?", "--lane", "sdk:m?temperature=1", "--seed", "3")
    await compare(told.stage)
    assert told.source.requests[0][0].parameters == {"temperature": 1, "seed": 3}


async def test_without_lanes_both_paths_are_compared() -> None:
    staged = Staged("compare", "Rivers?", source=both())
    await compare(staged.stage)
    assert [lane.path for lane, _ in staged.source.requests] == ["sdk", "proxy"]


async def test_a_failed_lane_gives_status_1_a_cure_and_the_others_answers() -> None:
    source = ScriptedSource({"sdk": failing(), "proxy": answer("Rhine")})
    staged = Staged("compare", "Rivers?", *LANES, "--json", "--repeat", "2", source=source)
    assert await compare(staged.stage) == 1
    document = json.loads(staged.said)
    validate(document, schema("comparison"))
    assert document["lanes"][0]["replies"][0]["failure"]["cure"] == "Use port 12434."
    assert document["lanes"][1]["replies"][0]["text"] == "Rhine"
    assert staged.narrated.count("cure") == 1


async def test_words_show_both_answers_and_where_they_part() -> None:
    staged = Staged("compare", "Rivers?", *LANES, source=both("Rhine and Rhône", "Rhine or Po"))
    await compare(staged.stage)
    assert "Rhine and Rhône" in staged.said
    assert "round 1: 1 and 2 part at word 2 after “Rhine”: “and” or “or”" in staged.said


async def test_words_tell_the_end_of_a_text_and_white_space() -> None:
    shorter = Staged("compare", "Q", *LANES, source=both("a", "a b"))
    await compare(shorter.stage)
    assert "“(end)” or “b”" in shorter.said
    spaced = Staged("compare", "Q", *LANES, source=both("a b", "a  b"))
    await compare(spaced.stage)
    assert "differ in white space alone" in spaced.said


async def test_markdown_keeps_foreign_marks_inside_its_own() -> None:
    staged = Staged("compare", "a | b", *LANES, "--markdown", source=both("```\nx\n```"))
    await compare(staged.stage)
    assert "````\n```\nx\n```\n````" in staged.said
    assert "| lane | round | first text |" in staged.said


async def test_save_writes_the_document_beside_the_words(tmp_path) -> None:
    file = tmp_path / "record.json"
    staged = Staged("compare", "Rivers?", *LANES, "--save", str(file), source=both())
    await compare(staged.stage)
    validate(json.loads(file.read_text()), schema("comparison"))
    assert "say the same" in staged.said


async def test_a_place_that_cannot_be_written_is_refused_before_any_request(tmp_path) -> None:
    staged = Staged("compare", "Rivers?", *LANES, "--save", str(tmp_path / "no" / "file"))
    with pytest.raises(UsageError):
        await compare(staged.stage)
    assert staged.source.requests == []
