import asyncio
import io
import json

import pytest
from jsonschema import validate

from kit.scripted import Gate, ScriptedSource, answer, failing, held
from kit.staged import Staged, a_console
from quayside.app.command_line.chat import chat
from quayside.app.command_line.documents import schema
from quayside.app.core.wire.address import AddressError


async def test_the_answer_is_data_and_the_figures_are_narration() -> None:
    staged = Staged("chat", "Hello", source=ScriptedSource({"sdk": answer("Hi ", "you")}))
    assert await chat(staged.stage) == 0
    assert staged.said == "Hi you\n"
    assert "8 tokens" in staged.narrated
    assert "50.0 tok/s (server)" in staged.narrated


async def test_text_is_written_as_it_arrives() -> None:
    gate = Gate()
    staged = Staged("chat", "Hello", source=ScriptedSource({"sdk": held(gate, "Hi ", after="you")}))
    asking = asyncio.create_task(chat(staged.stage))
    await gate.reached.wait()
    assert staged.said == "Hi "
    gate.open()
    await asking


async def test_being_interrupted_stops_the_engine() -> None:
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "Hi")})
    asking = asyncio.create_task(chat(Staged("chat", "Hello", source=source).stage))
    await gate.reached.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert source.abandoned == ["sdk · ai/smollm2"]


async def test_a_reader_that_goes_away_stops_the_engine() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    source = ScriptedSource({"sdk": answer("Hi ", "you")})
    staged = Staged("chat", "Hello", source=source)
    staged.stage.console = a_console(Gone())
    with pytest.raises(BrokenPipeError):
        await chat(staged.stage)
    assert source.abandoned == ["sdk · ai/smollm2"]


async def test_the_document_follows_its_schema() -> None:
    staged = Staged("chat", "Hello", "--json", "--system", "Be brief.")
    assert await chat(staged.stage) == 0
    document = json.loads(staged.said)
    validate(document, schema("chat"))
    assert document["text"] == "Answer of sdk · ai/smollm2."
    assert document["system"] == "Be brief."
    assert document["usage"]["completion_tokens"] == 8


async def test_a_failure_is_told_with_its_cure_and_status_1() -> None:
    staged = Staged("chat", "Hello", source=ScriptedSource({"sdk": failing()}))
    assert await chat(staged.stage) == 1
    assert staged.said == ""
    assert "cure    Use port 12434." in staged.narrated
    assert "run     quayside --base http://localhost:12434" in staged.narrated


async def test_a_failed_document_follows_the_schema_too() -> None:
    staged = Staged("chat", "Hello", "--json", source=ScriptedSource({"sdk": failing(None, "a")}))
    assert await chat(staged.stage) == 1
    document = json.loads(staged.said)
    validate(document, schema("chat"))
    assert document["text"] == "a"
    assert document["failure"]["kind"] == "nothing-listening"


async def test_parameters_travel_and_the_lanes_own_win() -> None:
    staged = Staged(
        "chat", "Hello", "--lane", "sdk:m?seed=1", "--seed", "7", "--max-tokens", "5", "--no-stream"
    )
    await chat(staged.stage)
    lane, messages = staged.source.requests[0]
    assert lane.parameters == {"seed": 1, "max_tokens": 5}
    assert not lane.stream
    assert messages == [{"role": "user", "content": "Hello"}]


async def test_a_dash_reads_the_prompt_from_standard_input(monkeypatch, tmp_path) -> None:
    (tmp_path / "prompt").write_text("From a pipe")
    with (tmp_path / "prompt").open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        staged = Staged("chat", "-")
        await chat(staged.stage)
    assert staged.source.requests[0][1] == [{"role": "user", "content": "From a pipe"}]


async def test_escapes_never_reach_a_terminal() -> None:
    script = ScriptedSource({"sdk": answer("\x1b]0;owned\x07 \x1b[2J\u202eabc")})
    staged = Staged("chat", "Hello", source=script, terminal=True)
    await chat(staged.stage)
    assert "\x1b" not in staged.said
    assert "␛]0;owned␇" in staged.said
    assert "<202E>abc" in staged.said


async def test_into_a_pipe_the_answer_goes_as_it_came() -> None:
    staged = Staged("chat", "Hello", source=ScriptedSource({"sdk": answer("\x1b[1mbold\r\n")}))
    await chat(staged.stage)
    assert staged.said == "\x1b[1mbold\r\n"


async def test_a_base_that_cannot_be_read_is_refused_before_any_request() -> None:
    staged = Staged("chat", "Hello", "--lane", "sdk:m@ftp://nowhere")
    with pytest.raises(AddressError):
        await chat(staged.stage)
    assert staged.source.requests == []
