import json

import pytest
from jsonschema import validate

from kit.measuring import ScriptedMeasurer
from kit.scripted import ScriptedSource, answer, failing
from kit.staged import Staged, no_servers
from quayside.app.command_line.compare import compare
from quayside.app.command_line.documents import schema
from quayside.app.command_line.problems import UsageError

LANES = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:smollm2")


def both(left: str = "Rhine, Rhône", right: str = "Rhine, Rhône") -> ScriptedSource:
    return ScriptedSource({"sdk": answer(left), "proxy": answer(right)})


async def compared(staged: Staged) -> int:
    return await compare(staged.stage, ScriptedMeasurer(staged.source), no_servers)


async def test_the_document_follows_its_schema() -> None:
    staged = Staged("compare", "Rivers?", *LANES, "--json", "--repeat", "2", source=both())
    assert await compared(staged) == 0
    document = json.loads(staged.said)
    validate(document, schema("comparison"))
    measured = [one for one in document["samples"] if one["place"]["kind"] == "measured"]
    assert sorted(one["place"]["lane"] for one in measured) == [0, 0, 1, 1]
    assert [one["text"]["equal"] for one in document["derived"]["agreements"]] == [True, True]


async def test_temperature_0_and_a_seed_are_sent_unless_told_otherwise() -> None:
    staged = Staged("compare", "Rivers?", *LANES, source=both())
    await compared(staged)
    assert staged.source.requests[-1][0].parameters == {
        "temperature": 0,
        "seed": 0,
        "cache_prompt": False,
    }
    told = Staged("compare", "Rivers?", "--lane", "sdk:m?temperature=1", "--seed", "3")
    await compared(told)
    assert told.source.requests[-1][0].parameters["temperature"] == 1
    assert told.source.requests[-1][0].parameters["seed"] == 3


async def test_without_lanes_both_paths_are_compared() -> None:
    staged = Staged("compare", "Rivers?", source=both())
    await compared(staged)
    assert {lane.path for lane, _ in staged.source.requests} == {"sdk", "proxy"}


async def test_a_failed_lane_gives_status_1_a_cure_and_the_others_answers() -> None:
    source = ScriptedSource({"sdk": failing(), "proxy": answer("Rhine")})
    staged = Staged("compare", "Rivers?", *LANES, "--json", "--repeat", "2", source=source)
    assert await compared(staged) == 1
    document = json.loads(staged.said)
    validate(document, schema("comparison"))
    assert {one["failure"]["cure"] for one in document["samples"] if one["failure"]} == {
        "Use port 12434."
    }
    assert {one["answer"]["text"] for one in document["samples"]} == {"", "Rhine"}
    assert staged.narrated.count("cure") == 1


async def test_words_show_both_answers_and_where_they_part() -> None:
    staged = Staged("compare", "Rivers?", *LANES, source=both("Rhine and Rhône", "Rhine or Po"))
    await compared(staged)
    assert "Rhine and Rhône" in staged.said
    assert "round 1: they part at word 2 after “Rhine”: “and” or “or”" in staged.said


async def test_words_tell_the_end_of_a_text_and_white_space() -> None:
    shorter = Staged("compare", "Q", *LANES, source=both("a", "a b"))
    await compared(shorter)
    assert "“(end)” or “b”" in shorter.said
    spaced = Staged("compare", "Q", *LANES, source=both("a b", "a  b"))
    await compared(spaced)
    assert "differ in white space alone" in spaced.said


async def test_markdown_keeps_foreign_marks_inside_its_own() -> None:
    source = both("```\nx\n```", "[a](http://x) | b")
    staged = Staged("compare", "a | b", *LANES, "--markdown", source=source)
    await compared(staged)
    assert "````\n```\nx\n```\n````" in staged.said
    assert "“\\[a](http://x)”" in staged.said


async def test_save_writes_the_document_beside_the_words(tmp_path) -> None:
    file = tmp_path / "record.json"
    staged = Staged("compare", "Rivers?", *LANES, "--save", str(file), source=both())
    await compared(staged)
    validate(json.loads(file.read_text()), schema("comparison"))
    assert "say the same" in staged.said


async def test_a_place_that_cannot_be_written_is_refused_before_any_request(tmp_path) -> None:
    staged = Staged("compare", "Rivers?", *LANES, "--save", str(tmp_path / "no" / "file"))
    with pytest.raises(UsageError):
        await compared(staged)
    assert staged.source.requests == []
