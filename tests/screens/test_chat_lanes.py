from textual.widgets import Input

from kit.scripted import Gate, ScriptedSource, a_lane, answer, held
from kit.stories import story
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.profiles import Profile
from quayside.app.core.runner.found import EngineState, Found, FoundKind, ModelState
from quayside.widgets.runner_picker import RunnerPicker

RUNNER = Found(
    kind=FoundKind.RUNNER,
    base="http://localhost:12434/engines/llama.cpp",
    title="Docker Model Runner on localhost:12434",
    engines=(
        EngineState("llama.cpp", "running", True),
        EngineState("vllm", "not installed", False),
    ),
    models=(ModelState("docker.io/ai/qwen3:latest", "qwen3", loaded=True),),
)
PROXY = Found(
    kind=FoundKind.LITELLM_PROXY,
    base="http://localhost:4000",
    title="LiteLLM Proxy on localhost:4000",
    models=(ModelState("[/alias]", "[/alias]"),),
)


async def discover():
    yield RUNNER
    yield PROXY


async def choose(told, text, key):
    picker = told.screen.picker
    picker.focus()
    rows = [row.text for row in picker._shown]
    picker.highlighted = rows.index(text)
    await told.press(key)


async def test_the_picker_shows_runners_engines_models_and_gateways():
    async with story(discover=discover) as told:
        await told.settle()
        text = told.text()
        for words in ("Docker Model Runner", "● llama.cpp  running", "◆ qwen3  loaded"):
            assert words in text
        assert "○ vllm  not installed" in text
        assert "[/alias]" in text


async def test_a_server_with_a_profile_has_its_name_in_the_picker():
    profiles = (Profile("gpu-box", "http://127.0.0.1:12434"),)
    async with story(discover=discover, profiles=profiles) as told:
        await told.settle()
        assert "gpu-box" in told.text()
        assert "Docker Model Runner  :12434" not in told.text()


async def test_enter_on_a_model_changes_the_lane_and_keeps_its_history():
    source = ScriptedSource({"sdk": answer("One.")})
    async with story(source, lanes=[a_lane()], discover=discover) as told:
        await told.send("first")
        await told.settle()
        await choose(told, "qwen3", "enter")
        await told.send("second")
        await told.settle()
        lane, messages = source.requests[-1]
        assert (lane.model, lane.path) == ("ai/qwen3", Path.SDK)
        assert [message["content"] for message in messages] == ["first", "One.", "second"]
        assert "sdk · ai/qwen3" in told.text()


async def test_a_on_an_alias_opens_a_proxy_lane_beside():
    source = ScriptedSource()
    async with story(source, lanes=[a_lane()], discover=discover) as told:
        await told.settle()
        await choose(told, "[/alias]", "a")
        assert [lane.label for lane in told.app.desk.lanes.values()] == [
            "sdk · ai/smollm2",
            "proxy · [/alias]",
        ]
        assert "proxy · [/alias]" in told.text()
        await told.send("go")
        await told.settle()
        assert len(source.requests) == 2


async def test_a_lane_is_added_by_its_text():
    async with story(lanes=[a_lane()]) as told:
        await told.press("ctrl+l")
        told.screen.query_one(Input).value = "proxy:gpt@http://localhost:4000?max_tokens=8"
        await told.press("enter")
        await told.settle()
        added = list(told.app.desk.lanes.values())[1]
        assert (added.path, added.model, dict(added.parameters)) == (
            Path.PROXY,
            "gpt",
            {"max_tokens": 8},
        )
        assert len(told.panes) == 2


async def test_a_lane_text_that_cannot_be_read_is_explained_and_stays():
    async with story(lanes=[a_lane()]) as told:
        await told.press("ctrl+k")
        told.screen.query_one(Input).value = "prxy:ai/[/x]"
        await told.press("enter")
        assert "unknown path 'prxy'" in told.text()
        await told.press("escape")
        assert told.words() == ["ready"]


async def test_four_lanes_are_the_most():
    lanes = [a_lane(f"ai/m{number}") for number in range(4)]
    async with story(lanes=lanes, discover=discover) as told:
        await told.settle()
        await choose(told, "qwen3", "a")
        assert len(told.panes) == 4
        assert "4 lanes are the most" in told.text()


async def test_removing_a_lane_stops_it_and_leaves_the_others():
    gate = Gate()
    source = ScriptedSource({"sdk": held(gate, "x"), "proxy": held(gate, "y")})
    async with story(source) as told:
        await told.send("go")
        await gate.reached.wait()
        told.panes[0].view.focus()
        await told.press("ctrl+w")
        assert [pane.place for pane in told.panes] == [1]
        assert source.abandoned == ["sdk · ai/smollm2"]
        gate.open()
        await told.settle()
        assert told.words() == ["done"]


async def test_the_last_lane_stays():
    async with story(lanes=[a_lane()]) as told:
        await told.press("ctrl+w")
        assert len(told.panes) == 1
        assert "The last lane stays" in told.text()


async def test_one_lane_is_expanded_and_comes_back():
    async with story() as told:
        told.panes[1].view.focus()
        await told.press("ctrl+g")
        assert [pane.display for pane in told.panes] == [False, True]
        await told.press("ctrl+g")
        assert [pane.display for pane in told.panes] == [True, True]


async def test_brackets_in_a_lane_are_shown_as_they_are():
    lane = Lane(Path.SDK, "ai/[bold]x[/x]", "http://localhost:1/[/engines]")
    async with story(lanes=[lane]) as told:
        assert "ai/[bold]x[/x]" in told.text()
        await told.send("go")
        await told.settle()
        assert told.words() == ["done"]


async def test_the_sidebar_hides_by_itself_when_there_is_little_room():
    async with story(size=(80, 24)) as told:
        sidebar = told.screen.query_one("#sidebar")
        assert not sidebar.display
        await told.press("ctrl+b")
        assert sidebar.display
        await told.press("f9")
        assert not sidebar.display


async def test_a_jump_key_moves_the_focus():
    async with story() as told:
        await told.press("ctrl+o")
        await told.press("d")
        assert told.screen.focused is told.panes[0].view


async def test_brackets_in_a_notice_are_shown_as_they_are():
    async with story(lanes=[a_lane()]) as told:
        await told.press("ctrl+k")
        told.screen.query_one(Input).value = "sdk:ai/[/x] [bold]y@http://localhost:1"
        await told.press("enter")
        await told.pilot.pause()
        assert "This lane is now sdk · ai/[/x] [bold]y" in " ".join(told.text().split())


async def test_a_choice_that_is_no_longer_there_is_said_to_be_so():
    async with story() as told:
        told.screen.picker.post_message(RunnerPicker.Chosen("sdk of yesterday", add=True))
        await told.see("no longer there")
        assert len(told.panes) == 2
