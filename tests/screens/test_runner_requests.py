import json
from contextlib import asynccontextmanager

from kit.scripted import Gate, a_failure, a_lane
from kit.stories import story
from quayside.app.core.runner.found import Found, FoundKind
from quayside.app.core.runner.received import AnsweredRequest, ReceivedRequest
from quayside.app.core.runner.snapshot import RunnerSnapshot

RUNNER = Found(
    kind=FoundKind.RUNNER,
    base="http://runner:12434/engines/llama.cpp",
    title="Docker Model Runner on runner:12434",
)


def a_request(number, agent, **body):
    request = ReceivedRequest(
        id=f"sha256:a_{number}",
        model="ai/smollm2",
        method="POST",
        url="/engines/llama.cpp/v1/chat/completions",
        body=json.dumps({"model": "ai/smollm2", "temperature": 0, **body}),
        user_agent=agent,
        status=200,
    )
    return AnsweredRequest(request=request, response='{"answer": "[b]x"}', at=1_700_000_000)


class FakeRunner:
    """Gives what it holds, then waits; what comes later comes through its gate."""

    def __init__(self, requests=(), later=(), lines=()):
        self.held, self.later, self.lines, self.gate = requests, later, lines, Gate()
        self.closed = False

    async def snapshot(self):
        return RunnerSnapshot()

    async def requests(self):
        for one in self.held:
            yield one
        await self.gate.passed()
        for one in self.later:
            yield one

    async def log(self):
        for line in self.lines:
            yield line
        yield a_failure()

    async def close(self):
        self.closed = True


@asynccontextmanager
async def looking(runner, key):
    async def found():
        yield RUNNER

    async with story(
        lanes=[a_lane()], discover=found, runner=lambda _: runner, size=(110, 30)
    ) as told:
        await told.settle()
        await told.press("f5")
        await told.settle()
        await told.press(key)
        yield told


PAIR = (a_request(1, "quayside/1.0.0"), a_request(2, "AsyncOpenAI/Python 2.1", max_tokens=5))


async def test_requests_stand_there_the_newest_first_and_each_new_one_as_it_ends():
    runner = FakeRunner(PAIR, [a_request(3, "curl/8")])
    async with looking(runner, "v") as told:
        text = told.text()
        assert text.index("AsyncOpenAI") < text.index("quayside/1.0.0")
        assert "2 of 2 · following" in text
        runner.gate.open()
        await told.settle()
        assert "3 of 3" in told.text()
        assert told.text().index("curl/8") < told.text().index("AsyncOpenAI")


async def test_a_request_is_opened_with_its_body_and_its_answer_as_plain_text():
    async with looking(FakeRunner(PAIR), "v") as told:
        await told.press("g", "enter")
        text = told.text()
        assert '"max_tokens": 5' in text
        assert '"answer": "[b]x"' in text


async def test_two_requests_are_held_against_each_other():
    async with looking(FakeRunner(PAIR), "v") as told:
        await told.press("d")
        assert "Mark one with m" in told.text()
        await told.press("g", "m", "j", "d")
        text = told.text()
        assert '-  "max_tokens": 5' in text
        assert "--- AsyncOpenAI/Python" in text
        await told.press("escape", "k", "d")
        assert "The two bodies are alike." in told.text()


async def test_the_request_of_the_other_path_is_found_by_what_was_said():
    def said(number, agent, *texts, **more):
        messages = [{"role": "user", "content": text} for text in texts]
        return a_request(number, agent, messages=messages, **more)

    held = (
        said(1, "AsyncOpenAI/Python 2.1", "one", stream=True),
        said(2, "AsyncOpenAI/Python 2.1", "one", "two"),
        said(3, "quayside/1.0.0", "one"),
        said(4, "quayside/1.0.0", "alone"),
    )
    async with looking(FakeRunner(held), "v") as told:
        await told.press("g", "t")
        assert "No other program has sent this conversation" in told.text()
        await told.press("j", "t")
        text = told.text()
        assert "--- AsyncOpenAI/Python" in text
        assert "+++ this one, quayside/1.0.0" in text
        assert '-  "stream": true' in text


async def test_the_filter_takes_letters_and_escape_leaves_it_first():
    async with looking(FakeRunner(PAIR), "v") as told:
        await told.press("slash", *"quay", "enter")
        assert "1 of 2" in told.text()
        assert "AsyncOpenAI" not in told.text()
        await told.press("escape")
        assert "2 of 2" in told.text()
        await told.press("escape")
        assert "Runners and gateways" in told.text()


async def test_the_log_is_followed_and_filtered_and_steers_no_terminal():
    lines = ["[2026] loading ai/smollm2", "[2026] \x1b[31mred [/b]", "[2026] loaded"]
    async with looking(FakeRunner(lines=lines), "L") as told:
        assert "␛[31mred [/b]" in told.text()
        assert "Nothing listens on localhost:22088" in told.text()
        await told.press("slash", *"loaded")
        assert "[2026] loaded" in told.text()
        assert "loading" not in told.text()
        assert "red" not in told.text()


async def test_what_follows_ends_with_its_screen_and_the_handle_with_the_program():
    runner = FakeRunner(PAIR)
    async with looking(runner, "v") as told:
        await told.press("escape")
        assert not [one for one in told.app.workers if one.group == "follow" and one.is_running]
    assert runner.closed
