import asyncio
import json

import httpx
import pytest

from quayside.app.core.embedded.records import Recorder
from quayside.app.core.failures import Failure
from quayside.app.core.runner.received import AnsweredRequest
from quayside.app.core.runner.watching import LONGEST_LINE, follow_log, follow_requests
from quayside.app.core.wire.address import parse_engine_base

ADDRESS = parse_engine_base("http://runner:12434")


def shelf(number, **told):
    record = {"id": f"sha256:a_{number}", "model": "ai/x", "method": "POST", "url": "/c"}
    record |= {"request": "{}", "timestamp": 7, "status_code": 200, "user_agent": "q/1"} | told
    return [{"count": 1, "model": "sha256:a", "config": {}, "records": [record]}]


def event(name, value):
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()


async def told(follow, *pieces, status=200, **options):
    seen = []

    async def body():
        for piece in pieces:
            yield piece

    def answer(request):
        seen.append(request)
        return httpx.Response(status, content=body())

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        steps = [step async for step in follow(ADDRESS, client, **options)]
    return seen[0], steps


async def test_requests_on_record_come_first_and_then_each_as_it_ends():
    whole = event("existing_request", shelf(1)) + event("connected", {"status": "connected"})
    whole += event("new_request", shelf(2, response='{"a":1}', origin="anthropic/messages"))
    pieces = [whole[at : at + 7] for at in range(0, len(whole), 7)]
    request, steps = await told(follow_requests, *pieces)
    first, second, ending = steps
    assert (first.request.order, second.request.order) == (1, 2)
    assert (second.response, second.origin, second.at) == ('{"a":1}', "anthropic/messages", 7)
    assert isinstance(ending, Failure)
    assert request.headers["accept"] == "text/event-stream"
    assert str(request.url).endswith("/engines/requests?include_existing=true")


async def test_what_is_no_request_is_passed_by():
    noise = event("new_request", {"no": "list"}) + b"event: new_request\ndata: {broken\n\n"
    _, steps = await told(follow_requests, noise + event("new_request", shelf(3)))
    assert [step.request.order for step in steps if isinstance(step, AnsweredRequest)] == [3]


async def test_the_log_comes_line_by_line_however_it_is_cut():
    _, steps = await told(follow_log, b"[1] one\n[2] t", b"wo\r\n", b"[3] three")
    assert steps[:-1] == ["[1] one", "[2] two", "[3] three"]


async def test_a_line_without_end_is_cut_and_not_held():
    _, steps = await told(follow_log, *[b"x" * LONGEST_LINE] * 5, b"\nnext\n")
    assert [len(step) for step in steps[:-1]] == [LONGEST_LINE, 4]


@pytest.mark.parametrize("follow", [follow_requests, follow_log])
async def test_a_runner_without_the_route_says_so_with_status_and_body(follow):
    _, (failure,) = await told(follow, b"404 page not found\n", status=404)
    assert "404" in failure.seen
    assert failure.tried.startswith("GET http://runner:12434/")


async def test_engines_own_lines_can_be_left_out():
    request, _ = await told(follow_log, b"", engines=False)
    assert request.url.query == b"follow=true&no-engines=true"


async def test_the_strict_runners_records_are_read_as_they_are_sent():
    recorder = Recorder()
    asked = {"model": "ai/x", "method": "POST", "url": "/v1/chat/completions"}
    record = recorder.begin("sha256:a", asked, b'{"messages":[]}')
    queue = recorder.subscribe()
    record.status = 200
    record.body += b'{"choices":[]}'
    recorder.finish("sha256:a", record)
    news = await asyncio.wait_for(queue.get(), 5)
    _, (read, _) = await told(follow_requests, event("new_request", news))
    assert (read.request.model, read.request.status, read.response) == (
        "ai/x",
        200,
        '{"choices":[]}',
    )
