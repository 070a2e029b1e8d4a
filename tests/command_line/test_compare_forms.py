import asyncio
import csv
import io
import json
from xml.etree import ElementTree

import pytest
from jsonschema import validate

from kit.measuring import ScriptedMeasurer
from kit.records import STARTED, a_record
from kit.samples import a_sample
from kit.scripted import Gate, ScriptedSource, a_lane, answer, failing, held
from kit.staged import Staged, no_servers
from quayside.app.command_line.compare import compare
from quayside.app.command_line.compare_progress import progress_words
from quayside.app.command_line.documents import schema
from quayside.app.core.comparison.files import read_file, write_record
from quayside.app.core.comparison.keeping import RecordKeeper
from quayside.app.core.comparison.plan import Kind, Mode, Place, Plan
from quayside.app.core.comparison.record import Server
from quayside.app.core.comparison.run import Asking
from quayside.app.core.events import Phase
from quayside.app.core.lanes import Path

LANES = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:smollm2")


async def said(*line, source=None, status=0):
    staged = Staged("compare", *line, source=source)
    measurer = ScriptedMeasurer(staged.source)
    assert await compare(staged.stage, measurer, no_servers) == status
    return staged


def a_file(tmp_path, name="r.json", **more):
    write_record(tmp_path / name, a_record(**more))
    return str(tmp_path / name)


async def test_each_form_goes_to_stdout_alone_and_whole(tmp_path):
    file = a_file(tmp_path)
    told = {form: await said("--open", file, f"--{form}") for form in ("json", "csv", "svg")}
    document = json.loads(told["json"].said)
    validate(document, schema("comparison"))
    assert document["started_at"] == STARTED
    assert len(list(csv.reader(io.StringIO(told["csv"].said)))) == 17
    assert ElementTree.fromstring(told["svg"].said).tag.endswith("svg")
    assert not any(one.narrated for one in told.values())
    page = (await said("--open", file, "--html")).said
    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>\n")
    assert (await said("--open", file, "--markdown")).said.startswith("# Comparison · workload")


async def test_opening_a_record_asks_nobody_anything(tmp_path):
    staged = await said("--open", a_file(tmp_path))
    assert staged.source.requests == []
    assert "TTFT: proxy is slower by 6.0 ms" in staged.said


async def test_a_record_of_another_machine_opens(tmp_path):
    file = tmp_path / "r.json"
    write_record(file, a_record(lanes=(a_lane(base="http://workstation.example:12434"),)))
    whole = json.loads(file.read_text("utf-8"))
    whole["machine"] = {"system": "Windows AMD64", "python": "3.13.1", "cores": 16}
    whole["quayside"], whole["lanes"][0]["from the future"] = "99.0", {"x": [1]}
    whole["samples"][0]["answer"]["served_model"] = r"C:\models\m.gguf"
    file.write_text(json.dumps(whole), "utf-8", newline="\r\n")
    staged = await said("--open", str(file))
    assert "quayside 99.0" in staged.said
    assert "Windows AMD64, 16 cores, Python 3.13.1" in staged.said
    assert "answers as m.gguf" in " ".join(staged.said.split())
    assert "C:" not in staged.said


async def test_an_older_record_is_held_against_it_in_words_or_beside_the_data(tmp_path):
    older = a_file(tmp_path, "a.json", cost=6.0, started="2026-11-20T10:00:00+00:00")
    newer = a_file(tmp_path, "b.json", cost=16.0)
    words = "TTFT: proxy is slower than the record of 2026-11-20 by 10.0 ms"
    text = await said("--open", newer, "--against", older)
    assert words in text.said
    assert "Against the record of 2026-11-20" in text.said
    data = await said("--open", newer, "--against", older, "--csv")
    assert words not in data.said
    assert words in data.narrated


async def test_a_rerun_is_held_against_what_it_repeats_and_both_stay(tmp_path):
    lanes = (a_lane(base="http://e:1"), a_lane("smollm2", Path.PROXY, "http://p:1"))
    file = a_file(tmp_path, lanes=lanes, rounds=2, started="2026-11-20T10:00:00+00:00")
    kept = tmp_path / "again.json"
    staged = await said("--rerun", file, "--save", str(kept))
    assert "the record of 2026-11-20" in staged.said
    assert len(staged.source.requests) == 2 * (1 + 2)
    assert read_file(kept).plan == read_file(tmp_path / "r.json").plan
    assert read_file(tmp_path / "r.json").started_at.startswith("2026-11-20")


async def test_a_self_test_says_that_what_differs_is_noise():
    staged = await said("Q", "--self-test", "--lane", "sdk:m", "--lane", "proxy:m")
    assert {lane.path for lane, _ in staged.source.requests} == {"sdk"}
    assert "All lanes are the same one: whatever differs here is noise" in staged.said


async def test_levels_say_how_many_answers_a_second_and_how_many_were_good():
    line = ("Q", "--lane", "sdk:m", "--concurrency", "1,2", "--slo", "ttft=500", "--repeat", "2")
    staged = await said(*line, "--json")
    document = json.loads(staged.said)
    validate(document, schema("comparison"))
    assert [one["level"] for one in document["derived"]["loads"]] == [1, 2]
    words = (await said(*line)).said
    assert "answers/s, with" in words
    assert "Goodput: TTFT ≤ 500 ms" in words


async def test_a_lane_that_was_not_cold_is_said_and_kept():
    staged = await said("Q", "--lane", "sdk:m", "--cold", "--json")
    assert "! lane 1 was not cold: nobody was asked to unload it" in staged.narrated
    document = json.loads(staged.said)
    validate(document, schema("comparison"))
    assert document["samples"][0]["place"]["kind"] == "cold"
    assert document["remarks"] == ["lane 1 was not cold: nobody was asked to unload it"]


async def test_the_cache_that_is_off_is_narrated_where_it_is():
    assert "cache_prompt=false" in (await said("Q", "--lane", "sdk:m")).narrated
    other = await said("Q", "--lane", "sdk:m@http://h:8000/v1")
    assert "cache_prompt" not in other.narrated


async def test_an_interrupt_keeps_and_shows_what_there_is(tmp_path):
    gate, file = Gate(), tmp_path / "r.json"
    source = ScriptedSource({"sdk": answer("Rhine"), "proxy": held(gate, "Rh")})
    staged = Staged("compare", "Q", *LANES, "--warm-up", "0", "--save", str(file), source=source)
    measurer = ScriptedMeasurer(source)
    running = asyncio.ensure_future(compare(staged.stage, measurer, no_servers))
    await gate.reached.wait()
    running.cancel()
    assert await running == 130
    assert len(read_file(file).samples) < 2
    assert "Interrupted after" in staged.narrated
    assert "! Stopped after" in staged.said


async def test_a_lane_that_only_fails_gives_no_verdict_and_status_1():
    source = ScriptedSource({"sdk": answer("Rhine"), "proxy": failing()})
    staged = await said("Q", *LANES, "--repeat", "3", source=source, status=1)
    assert "No verdict: no round gave a pair of answers that may be compared." in staged.said
    assert "! 2 proxy failed in 3 of 3 requests." in staged.said
    assert "2 proxy, rounds 1, 2, 3: lane 2: Nothing listens on localhost:22088" in staged.said


async def test_what_listens_at_each_base_is_kept(tmp_path):
    async def look_at(lanes):
        return (Server(kind="docker-model-runner", title="DMR", version="1.2"),) * len(lanes)

    staged = Staged("compare", "Q", "--lane", "sdk:m", "--json")
    await compare(staged.stage, ScriptedMeasurer(staged.source), look_at)
    assert json.loads(staged.said)["lanes"][0]["server"]["version"] == "1.2"


def test_progress_tells_which_request_is_under_way_and_the_time_left():
    lanes = (a_lane(), a_lane("smollm2", Path.PROXY))
    keeper = RecordKeeper.begin(
        Plan(lanes=lanes, prompts=("x",), mode=Mode.OVERHEAD, repeat=4), "9"
    )
    warm = Asking(Place(0, 0, 0, 0, Kind.WARM_UP), Phase.CONNECTING)
    assert progress_words(keeper, warm) == "1 of 10 · warm-up · 1 sdk · connecting…"
    for number in range(5):
        keeper.take(a_sample(0, number, gaps=(), ttft=999.0))
    asked = Asking(Place(0, 2, 1, 0), Phase.PREFILL)
    words = "6 of 10 · overhead · 2 proxy · prefill… · about 5 s left"
    assert progress_words(keeper, asked) == words
    assert len(words) <= 80


@pytest.mark.parametrize("form", ["text", "markdown"])
async def test_no_escape_of_a_model_reaches_a_terminal(tmp_path, form):
    hostile = "\x1b[31mred\x1b]8;;http://x\x07 \u202eevil\x00\ud800"
    staged = Staged(
        "compare",
        "--open",
        a_file(tmp_path, text=hostile, lanes=(a_lane(hostile[:9]), a_lane())),
        *([] if form == "text" else [f"--{form}"]),
        terminal=True,
    )
    await compare(staged.stage, ScriptedMeasurer(staged.source), no_servers)
    assert "red" in staged.said
    assert not {"\x1b", "\x07", "\x00", "\u202e", "\ud800"} & set(staged.said)
