import json
import time
from typing import Any

import httpx
import pytest

from kit.diagnosing import all_findings, listening, subject_of, surroundings_of
from kit.scripted import Script, ScriptedSource, a_failure, answer, failing
from kit.scripted_gateway import KEY, ScriptedGateway, configured, entry
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.model import Finding, Status
from quayside.app.core.events import Finished, TextDelta

GOOD = "http://localhost:12434/engines/llama.cpp/v1"


class Deep:
    def __init__(self, script: Script, change: dict[str, Any] | None = None) -> None:
        self.source = ScriptedSource({"smollm2": script})
        self.gateway = ScriptedGateway(configured(entry("smollm2", api_base=GOOD)))
        self.runner = StrictRunner()
        self.change = {"stream_options": {"include_usage": True}} if change is None else change

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.port != 12434:
            return self.gateway.answer(request)
        if request.url.path == "/engines/requests":
            return httpx.Response(200, json=[{"records": self.records()}])
        return self.runner.answer(request)

    def records(self) -> list[dict[str, Any]]:
        return [
            {
                "id": f"sha256:00_{place}",
                "method": "POST",
                "url": "/engines/llama.cpp/v1/chat/completions",
                "request": json.dumps(self.received(dict(lane.parameters), messages)),
                "user_agent": "AsyncOpenAI/Python 2.54.0",
            }
            for place, (lane, messages) in enumerate(self.source.requests)
        ]

    def received(self, parameters: dict[str, Any], messages: Any) -> dict[str, Any]:
        body = {"model": "ai/smollm2", "messages": messages, **parameters, **self.change}
        return {name: value for name, value in body.items() if value is not None}

    async def found(self) -> dict[str, Finding]:
        around = surroundings_of(self.answer, lambda: self.source)
        async with listening() as port:
            subject = subject_of(proxy=f"http://localhost:{port}", proxy_key=KEY)
            return await all_findings(subject, around, deep=True)


def pieces(first: float, apart: float) -> Script:
    start = time.monotonic() + first
    told = [TextDelta(start + place * apart, "word ") for place in range(20)]
    return [*told, Finished(told[-1].at, "stop")]


async def test_pieces_that_come_one_by_one_are_a_stream() -> None:
    found = (await Deep(pieces(1.0, 0.05)).found())["stream.flow"]
    assert found.status is Status.PASS
    assert "20 pieces" in found.summary


async def test_pieces_that_come_all_at_once_after_a_wait_were_held_back() -> None:
    found = (await Deep(pieces(2.0, 0.0001)).found())["stream.flow"]
    assert found.status is Status.WARN
    assert "all at once" in found.summary


async def test_an_engine_that_is_just_fast_is_not_suspected() -> None:
    assert (await Deep(pieces(0.01, 0.0001)).found())["stream.flow"].status is Status.PASS


async def test_what_the_engine_received_is_shown_with_what_was_added() -> None:
    found = (await Deep(answer("Hi"), {"foo_bar": 1}).found())["received.proxy"]
    assert found.status is Status.PASS
    rows = {row.label: row.text for row in found.evidence}
    assert rows["model"] == "ai/smollm2"
    assert rows["added"] == "foo_bar"
    assert "OpenAI/Python" in rows["user-agent"]


async def test_a_parameter_that_was_lost_or_changed_on_the_way_is_named() -> None:
    found = (await Deep(answer("Hi"), {"seed": None, "temperature": 1}).found())["received.proxy"]
    assert found.status is Status.WARN
    assert "lost seed" in found.summary
    assert "changed temperature" in found.summary


@pytest.mark.parametrize(
    ("kind", "cause", "command"),
    [
        ("cooldown", "its engine answers", ""),
        ("upstream-unreachable", "container", "api_base: http://model-runner.docker.internal"),
    ],
)
async def test_a_proxy_that_fails_before_a_healthy_engine_is_explained_by_it(
    kind: str, cause: str, command: str
) -> None:
    found = await Deep(failing(a_failure(kind))).found()
    assert found["proxy.upstream"].status is Status.PASS
    assert found["stream.proxy"].status is Status.FAIL
    assert cause in found["stream.proxy"].cause
    assert found["stream.proxy"].command.startswith(command)
    assert found["stream.flow"].status is Status.SKIP
