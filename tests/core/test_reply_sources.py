from kit.scripted import ScriptedSource, a_lane
from quayside.app.core.events import Finished, TextDelta
from quayside.app.core.lanes import Path
from quayside.app.core.reply_sources import PathSource, open_source

ASK = [{"role": "user", "content": "hi"}]


async def test_each_lane_is_answered_by_the_source_of_its_path_and_others_are_not_made():
    native, made = ScriptedSource(), []

    def special():
        made.append("litellm")
        return ScriptedSource()

    source = PathSource(lambda: native, {Path.LITELLM: special})
    for path in (Path.SDK, Path.PROXY):
        events = [event async for event in source.reply(a_lane(path=path), ASK)]
        assert isinstance(events[-1], Finished)
    assert len(native.requests) == 2
    assert not made
    for _ in range(2):
        [event async for event in source.reply(a_lane(path=Path.LITELLM), ASK)]
    assert made == ["litellm"]


async def test_closing_a_reply_early_reaches_its_source_and_close_closes_all():
    native = ScriptedSource()
    source = PathSource(lambda: native, {})
    reply = source.reply(a_lane(), ASK)
    async for event in reply:
        if isinstance(event, TextDelta):
            break
    await reply.aclose()
    assert native.abandoned == ["sdk · ai/smollm2"]
    await source.close()
    assert native.closed


async def test_a_source_that_was_never_asked_starts_nothing(tmp_path):
    source = open_source({"HOME": str(tmp_path), "PATH": ""})
    await source.close()
    assert not list(tmp_path.iterdir())


async def test_a_lane_of_litellm_where_there_is_none_says_how_to_get_it(tmp_path):
    source = open_source({"HOME": str(tmp_path), "PATH": ""})
    events = [event async for event in source.reply(a_lane(path=Path.LITELLM), ASK)]
    assert events[-1].failure.command == "quayside litellm install"
    await source.close()
