import asyncio
import html
import json

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.failures import Failure
from quayside.app.core.runner.pull_lines import LARGEST, LineKind, PullState, read_line
from quayside.app.core.runner.pulling import Pull, Pulled, PullProgress
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import parse_engine_base

ADDRESS = parse_engine_base("http://localhost:12434")


def line(kind, message="", total=0, layer=None):
    layer = layer or {"size": 0, "current": 0}
    told = {"type": kind, "message": message, "total": total, "layer": layer, "mode": "pull"}
    return json.dumps(told)


def progress(name, current, size=100, total=300):
    return line(
        "progress", "Downloaded: 0.00 MB", total, {"id": name, "size": size, "current": current}
    )


SUCCESS = line("success", "Model pulled successfully")
GOOD = [progress("a", 50), progress("b", 10), progress("a", 100), progress("b", 100), SUCCESS]


class Runner:
    """Answers each pull by the next of its scripts: a status with a body, pieces, or an error."""

    def __init__(self, *scripts):
        self.scripts, self.requests, self.pauses, self.now = list(scripts), [], [], 0.0

    async def handle(self, request):
        self.requests.append((request.headers.get("accept"), json.loads(await request.aread())))
        script = self.scripts.pop(0)
        if isinstance(script, Exception):
            raise script
        if isinstance(script, tuple):
            return httpx.Response(script[0], text=script[1])
        return httpx.Response(200, content=self.pieces(script))

    async def pieces(self, script):
        for piece in script:
            if isinstance(piece, Exception):
                raise piece
            self.now += 1.0
            yield piece if isinstance(piece, bytes) else f"{piece}\n".encode()

    async def pause(self, seconds):
        self.pauses.append(seconds)

    async def pull(self, model="ai/smollm2", token=""):
        async with httpx.AsyncClient(transport=httpx.MockTransport(self.handle)) as client:
            pull = Pull(
                address=ADDRESS,
                model=model,
                client=client,
                token=Secret(token),
                clock=lambda: self.now,
                sleep=self.pause,
            )
            return [step async for step in pull.steps()]


async def test_layers_that_interleave_add_up_and_success_ends_it():
    runner = Runner(GOOD)
    *steps, ending = await runner.pull()
    assert ending == Pulled("Model pulled successfully")
    assert steps[-1].state.done == 200
    assert steps[-1].state.total == 300
    assert list(steps[-1].state.layers) == ["a", "b"]
    assert runner.requests == [("application/json", {"from": "ai/smollm2"})]


async def test_speed_and_time_left_come_from_what_came_in_the_last_seconds():
    steps = await Runner([progress("a", 10), progress("a", 30), progress("a", 60), SUCCESS]).pull()
    speeds = [step.speed for step in steps if isinstance(step, PullProgress)][:3]
    assert speeds[:2] == [0.0, 20.0]


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (400, "Invalid model reference", "pull-bad-name", "is no name of a model"),
        (401, "Unauthorized", "pull-unknown", "there is no model ai/smollm2"),
        (404, "Model not found", "pull-unknown", "there is no model ai/smollm2"),
        (422, 'config type "x" is not supported', "pull-unsupported", "too old"),
        (500, "write blob: no space left on device", "pull-disk-full", "disk is full"),
        (500, "something else", "pull-failed", "was not pulled"),
    ],
)
async def test_a_refusal_is_told_with_its_cause_and_is_not_tried_again(status, body, kind, words):
    runner = Runner((status, body))
    (failure,) = await runner.pull()
    assert (failure.kind, failure.seen) == (kind, f"{status} {body}")
    assert words in failure.summary
    assert failure.tried == "POST http://localhost:12434/models/create"
    assert runner.pauses == []


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Error: write /models/x: no space left on device", "pull-disk-full"),
        ("Error: digest mismatch: got sha256:aa, want sha256:bb", "pull-wrong-bytes"),
        ("Error: pulling: UNAUTHORIZED: authentication required", "pull-unknown"),
        ("Error: a thing that nobody has seen", "pull-failed"),
    ],
)
async def test_a_late_error_is_told_though_the_status_was_200(message, kind):
    bare = f"error while pulling model: {message}"
    (*_, failure) = await Runner([progress("a", 50), line("error", message), bare]).pull()
    assert failure.kind == kind
    assert failure.seen == f"{message}\n{bare}"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Error: reading sha256:ff401ff: connection reset by peer", "pull-broken"),
        ("Error: GET http://hub/v2/ai/x/blobs/sha256:00: 503 Service Unavailable", "pull-passing"),
        ("Error: TOOMANYREQUESTS: you have reached your pull rate limit", "pull-passing"),
    ],
)
async def test_a_late_error_that_may_pass_is_tried_again(message, kind):
    runner = Runner(*[[line("error", message)]] * 5)
    (*_, failure) = await runner.pull()
    assert failure.kind == kind
    assert runner.pauses == [1.0, 2.0, 4.0, 8.0]


@pytest.mark.parametrize("first", [(503, "starting"), (502, ""), httpx.ConnectError("refused")])
async def test_what_may_pass_is_tried_again_as_docker_does(first):
    runner = Runner(first, first, GOOD)
    steps = await runner.pull()
    assert isinstance(steps[-1], Pulled)
    assert runner.pauses == [1.0, 2.0]
    assert "again in 1 s" in steps[0].note


async def test_a_connection_that_broke_in_the_middle_goes_on_from_what_had_come():
    runner = Runner([progress("a", 40), httpx.ReadError("reset")], [progress("a", 60), SUCCESS])
    steps = await runner.pull()
    assert isinstance(steps[-1], Pulled)
    done = [step.state.done for step in steps if isinstance(step, PullProgress)]
    assert done[-1] == 60
    assert len(runner.requests) == 2


async def test_after_four_more_tries_it_is_a_failure():
    runner = Runner(*[httpx.ConnectError("refused")] * 5)
    (*_, failure) = await runner.pull()
    assert isinstance(failure, Failure)
    assert failure.seen == "no response\nConnectError: refused"
    assert runner.pauses == [1.0, 2.0, 4.0, 8.0]


async def test_a_stream_that_ends_without_a_word_is_no_success():
    (*_, failure) = await Runner(*[[progress("a", 50)]] * 5).pull()
    assert failure.kind == "pull-broken"


@pytest.mark.parametrize(
    ("model", "sent"), [("hf.co/me/model", True), ("ai/smollm2", False), ("xhf.co/me", False)]
)
async def test_the_token_of_hugging_face_goes_with_its_models_alone(model, sent):
    runner = Runner([SUCCESS])
    await runner.pull(model, token="hf_secret")
    assert ("bearer-token" in runner.requests[0][1]) == sent


@given(st.binary(), st.data())
def test_the_lines_are_the_same_however_the_bytes_are_cut(noise, data):
    whole = "\n".join(GOOD[:-1]).encode() + b"\n"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    steps = asyncio.run(Runner([*pieces, f"{SUCCESS}\n".encode()]).pull())
    assert isinstance(steps[-1], Pulled)
    assert steps[-1] == Pulled("Model pulled successfully")
    assert steps[-2].state.done == 200


@given(st.text())
def test_any_text_can_stand_in_a_line(text):
    found = read_line(text)
    assert (found is None) == (not text.strip())
    if found is not None:
        PullState().take(found)


def test_a_line_that_came_escaped_is_the_same_line():
    escaped = html.escape(progress("sha256:a", 7)).replace("&quot;", "&#34;")
    assert read_line(escaped) == read_line(progress("sha256:a", 7))
    assert read_line(escaped).kind is LineKind.PROGRESS


@pytest.mark.parametrize("size", [-1, 1e400, "12", None, True, LARGEST * 2])
def test_a_size_that_cannot_be_is_none(size):
    found = read_line(json.dumps({"type": "progress", "layer": {"id": "a", "size": size}}))
    assert found.layer.size == 0
