from contextlib import asynccontextmanager

import httpx
import pytest

from kit.embedded import FakeEngine, make_fake_runner
from kit.scripted import a_lane
from kit.stories import story
from quayside.app.core.profiles import Profile
from quayside.app.core.runner.found import Found, FoundKind, ModelState
from quayside.app.core.runner.handle import RunnerHandle
from quayside.app.screens.running.detail_screen import DetailScreen

BASE = "http://runner:12434/engines/llama.cpp"
SMOLLM = "docker.io/ai/smollm2:latest"
RUNNER = Found(
    kind=FoundKind.RUNNER,
    base=BASE,
    title="Docker Model Runner on runner:12434",
    version="v1.2.6",
    models=(ModelState(SMOLLM, "smollm2", loaded=True),),
)
GATEWAY = Found(
    kind=FoundKind.LITELLM_PROXY,
    base="http://gateway:4000",
    title="LiteLLM Proxy on gateway:4000",
    models=(ModelState("fast", "fast"),),
)


async def both():
    """What a search gives."""
    for one in (GATEWAY, RUNNER):
        yield one


@asynccontextmanager
async def at_the_runner(folder, size=(100, 30), **more):
    """The runner screen, at a strict runner in this process with one model."""

    async def start(_key, _configuration):
        return FakeEngine()

    runner, client = make_fake_runner(folder, start)

    class Kept(httpx.AsyncClient):
        async def aclose(self):
            """The test's own client outlives the handle."""

    def handle(base):
        return RunnerHandle(base, client_for=lambda _: Kept(transport=client._transport))

    kit = {"discover": both, "runner": handle, "lanes": [a_lane()]} | more
    async with story(size=size, **kit) as told:
        await told.settle()
        await told.press("f5")
        await told.settle()
        yield told, runner


async def look(told):
    """As the clock does every two seconds."""
    told.screen._look()
    await told.settle()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_runners_engines_and_models_stand_together(tmp_path, size):
    async with at_the_runner(tmp_path, size) as (told, _):
        text = told.text()
        assert "● runner:12434" in text
        assert "● gateway:4000" in text
        assert "● llama.cpp running" in text
        assert "install docker model install-runner --backend" in " ".join(text.split())
        assert "smollm2" in text
        assert "0 in memory" in text
        assert text.splitlines()[-1].rstrip().endswith("^p Palette")


async def test_a_model_is_loaded_watched_and_unloaded_by_keys(tmp_path):
    async with at_the_runner(tmp_path) as (told, runner):
        await told.press("l")
        await told.settle()
        assert "loaded, " in told.text()
        assert "1 in memory" in told.text()
        await told.press("u")
        await told.settle()
        assert "0 in memory" in told.text()
        assert runner.loader.residents == {}


async def test_all_leave_memory_after_a_yes_for_what_was_configured_goes_with_them(tmp_path):
    async with at_the_runner(tmp_path) as (told, runner):
        await told.press("l")
        await told.settle()
        await told.press("U")
        assert "Take all models out of memory?" in told.text()
        await told.press("n")
        assert len(runner.loader.residents) == 1
        await told.press("U", "y")
        await told.settle()
        assert runner.loader.residents == {}


async def test_a_model_is_configured_and_what_it_replaces_is_told(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        for line in ("context=2048 --temp 0.2", "keep=10m"):
            await told.press("c")
            told.screen.query_one("#line").value = line
            await told.press("enter")
            await told.settle()
        words = [notice.message for notice in told.app._notifications]
        assert any("replaced context 2048, --temp 0.2" in one for one in words)
        await told.press("c")
        assert told.screen.query_one("#line").value == "keep=10m0s"
        told.screen.query_one("#line").value = "contxt=1"
        await told.press("enter")
        assert "'contxt=1' is neither" in told.text()


async def test_what_a_models_file_says_is_read_on_a_page(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        await told.press("i")
        await told.settle()
        assert "llama.context_length" in told.text()
        await told.press("escape")
        assert "Runners and gateways" in told.text()


async def test_a_model_is_removed_after_a_yes_and_not_before(tmp_path):
    async with at_the_runner(tmp_path) as (told, runner):
        await told.press("d", "n")
        await told.settle()
        assert len(runner.store.all()) == 1
        await told.press("d", "y")
        await told.settle()
        assert not runner.store.all()
        assert told.screen.models.rows == ()


async def test_what_the_runner_refuses_is_told_with_its_words(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        await told.press("p")
        told.screen.query_one("#line").value = "ai/nothing"
        await told.press("enter")
        await told.settle()
        (*_, notice) = told.app._notifications
        assert "there is no model ai/nothing" in notice.message
        assert "401 Unauthorized" in notice.message


async def test_a_lane_is_opened_with_the_model(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        await told.press("o")
        await told.settle()
        assert [lane.model for lane in told.app.desk.lanes.values()][-1] == "ai/smollm2"
        assert list(told.app.desk.lanes.values())[-1].base == BASE
        assert len(told.panes) == 2


async def test_the_models_of_a_gateway_are_listed_opened_and_not_acted_on(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        told.screen.servers.focus()
        await told.press("g", "j", "enter")
        await told.settle()
        assert "fast" in told.text()
        await told.press("l", "p")
        await told.settle()
        said = [notice.message for notice in told.app._notifications]
        assert [words for words in said if words.startswith("Only a runner loads")]
        await told.press("o")
        await told.settle()
        assert list(told.app.desk.lanes.values())[-1].text == "proxy:fast@http://gateway:4000"


async def test_the_runner_of_the_lane_is_looked_at_though_another_server_was_found_first(tmp_path):
    known = [GATEWAY]

    async def search():
        for one in known:
            yield one

    lane = a_lane(base="http://runner:12434")
    async with at_the_runner(tmp_path, discover=search, lanes=[lane]) as (told, _):
        assert told.screen.servers.current == "http://runner:12434"
        known.append(RUNNER)
        await told.press("r")
        await told.settle()
        assert told.screen.servers.current == BASE
        assert told.text().count("runner:12434") == 1
        told.screen.servers.focus()
        await told.press("j")
        await look(told)
        assert told.screen.servers.current == GATEWAY.base


async def test_profiles_are_named_and_shown_also_while_they_do_not_answer(tmp_path):
    profiles = (
        Profile("laptop", "http://runner:12434"),
        Profile("gpu-box", "http://gpu:22434/engines/vllm"),
    )
    async with at_the_runner(tmp_path, profiles=profiles) as (told, _):
        assert "● laptop · runner:12434" in told.text()
        assert "✗ gpu-box · gpu:22434" in told.text()
        assert "does not answer" in told.text()


async def test_a_runner_that_goes_away_is_a_failure_on_the_screen_and_comes_back(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        client = told.screen.watched.handle._client
        whole, client._transport = client._transport, httpx.MockTransport(_gone)
        await look(told)
        assert "there is no connection to runner:12434" in told.text()
        client._transport = whole
        await look(told)
        assert "0 in memory" in told.text()


def _gone(request):
    raise httpx.ConnectError("Connection refused")


async def test_a_model_with_brackets_in_its_name_is_a_title_and_no_markup(tmp_path):
    async with at_the_runner(tmp_path) as (told, _):
        told.app.push_screen(DetailScreen("[red]ai/[/x]\x1b[31m", []))
        await told.settle()
        assert "[red]ai/[/x]␛[31m" in told.text()
