from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from kept_samples import (
    ANSWER,
    FAILURE,
    GATEWAY,
    LANE,
    a_reply,
    a_session,
    a_turn,
    everything,
    opened,
    record,
    unharmed,
)

from quayside.app.core.attachments import Attachment
from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.events import (
    Failed,
    Finished,
    TextDelta,
    ToolCall,
    Usage,
)
from quayside.app.core.sessions.bridge import kept_session, kept_turn, live_session, live_turn
from quayside.app.core.sessions.changes import Change
from quayside.app.core.sessions.model import ReplyState
from quayside.app.core.wire.jsontext import as_text


async def test_a_session_comes_back_as_it_was_given(tmp_path):
    whole = everything()
    async with opened(tmp_path) as store:
        assert await store.add([whole]) == 1
        assert await store.open("whole") == whole
    async with opened(tmp_path) as store:
        assert await store.open("whole") == whole
        assert await store.open("nothing") is None


async def test_a_session_that_is_kept_already_is_left_as_it_is(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
        other = replace(everything(), turns=())
        assert await store.add([other, a_session("new")]) == 1
        assert await store.open("whole") == everything()


async def test_what_was_recorded_is_what_the_screen_had(tmp_path):
    session, first, second = Session("Be brief.", systems={1: "Be long."}), Turn("One"), Turn("Two")
    second.parent = first.id
    async with opened(tmp_path) as store:
        record(store, session, first)
        record(store, session, first, GATEWAY, [TextDelta(1.0, "x"), Failed(2.0, FAILURE)], 1)
        record(store, session, second)
        whole = await store.open(session.id)
    assert whole.turns == (kept_turn(first), kept_turn(second))
    assert (whole.session.title, whole.session.titled) == ("One", False)
    assert (whole.session.leaf, whole.session.lanes) == (second.id, (LANE, GATEWAY))
    live = live_session(whole)
    assert (live.id, live.system, live.systems) == (session.id, "Be brief.", {1: "Be long."})
    assert [kept_turn(turn) for turn in live.turns] == list(whole.turns)


async def test_figures_and_tool_calls_of_a_recorded_reply_are_kept(tmp_path):
    session, turn = Session(), Turn("One")
    async with opened(tmp_path) as store:
        record(store, session, turn)
        reply = (await store.open(session.id)).turns[0].replies[0]
    assert (reply.time_to_headers, reply.ttft, reply.elapsed, reply.deltas) == (0.125, 0.25, 1.5, 5)
    assert reply.tool_calls == (ToolCall("call_1", "look", '{"at": "sea"}'),)
    assert (reply.usage, reply.timings.predicted_n) == (Usage(34, 42, 8), 42)
    assert (reply.reason, reply.served_model) == ("stop", "ai/smollm2:q4")
    assert reply.gateway_headers == {"x-litellm-model-id": "one"}


async def test_a_reply_that_still_runs_can_be_read_as_far_as_it_has_come(tmp_path):
    session, turn = Session(), Turn("One")
    async with opened(tmp_path) as store:
        record(store, session, turn, events=ANSWER[:-1], end=False)
        reply = (await store.open(session.id)).turns[0].replies[0]
        assert (reply.state, reply.text) == (ReplyState.RUNNING, "A calm sea.")
        assert reply.reasoning == "Let me see."
        assert reply.tool_calls == (ToolCall("call_1", "look", '{"at": "sea"}'),)
    async with opened(tmp_path) as store:
        reply = (await store.open(session.id)).turns[0].replies[0]
        assert (reply.state, reply.text) == (ReplyState.INTERRUPTED, "A calm sea.")


async def test_a_reply_that_was_ended_early_counts_as_stopped(tmp_path):
    session, turn = Session(), Turn("One")
    async with opened(tmp_path) as store:
        record(store, session, turn, events=ANSWER[:-1])
        reply = (await store.open(session.id)).turns[0].replies[0]
    assert (reply.state, reply.text) == (ReplyState.STOPPED, "A calm sea.")


async def test_an_answer_that_is_given_again_takes_the_place_of_the_one_before(tmp_path):
    session, turn = Session(), Turn("One")
    async with opened(tmp_path) as store:
        record(store, session, turn)
        record(store, session, turn, events=[TextDelta(1.0, "A gale."), Finished(2.0, "stop")])
        (kept,) = (await store.open(session.id)).turns
        assert kept.replies[0].text == "A gale."
        assert await store.search("calm") == ()
        assert len(await store.search("gale")) == 1


async def test_turns_of_one_parent_are_branches(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
        whole = await store.open("whole")
    assert [turn.id for turn in whole.branch()] == ["first", "left", "end"]
    assert [turn.id for turn in whole.branch("right")] == ["first", "right"]
    assert [turn.id for turn in whole.children("first")] == ["left", "right"]
    assert [turn.id for turn in whole.children(None)] == ["first"]
    assert [turn.id for turn in whole.leaves] == ["right", "end"]


async def test_the_branch_on_show_is_the_one_to_go_on_with(tmp_path):
    async with opened(tmp_path) as store:
        await store.add([everything()])
        whole = await store.open("whole")
    assert [turn.id for turn in live_session(whole).turns] == ["first", "left", "end"]
    assert [turn.id for turn in live_session(whole, "right").turns] == ["first", "right"]
    first = live_session(whole).turns[0]
    assert first.replies[1].tally.failure == FAILURE
    assert (first.replies[2].stopped, first.replies[0].lane.key.reveal()) == (True, "")


def test_what_went_to_a_screen_and_back_is_the_same() -> None:
    turns = [
        *everything().turns,
        a_turn("t", "", a_reply(state=ReplyState.FAILED, failure=FAILURE)),
    ]
    assert [kept_turn(live_turn(turn)) for turn in turns] == turns


def test_a_reply_that_runs_elsewhere_is_a_part_on_the_screen() -> None:
    running = a_turn("t", "", a_reply(state=ReplyState.RUNNING, reason=""))
    assert live_turn(running).replies[0].interrupted


async def test_the_branch_that_was_looked_at_last_is_on_show_again(tmp_path):
    whole = everything()
    async with opened(tmp_path) as store:
        await store.add([whole])
        store.recording(whole.session).change(Change(leaf="right"))
        assert (await store.open("whole")).session.leaf == "right"


async def test_a_reply_of_a_session_that_was_purged_goes_nowhere(tmp_path):
    session, turn, late = Session(), Turn("One"), Turn("Two")
    async with opened(tmp_path) as store:
        recording = store.recording(kept_session(session, [LANE]))
        recording.turn(kept_turn(turn))
        running = recording.begin(turn.id, 0, LANE)
        running.note(ANSWER[3])
        await store.delete([session.id])
        await store.purge(float("inf"))
        running.note(ANSWER[4])
        running.end(Reply(LANE))
        recording.begin(turn.id, 0, LANE).note(ANSWER[3])
        assert await store.saved() is None
        assert await store.open(session.id) is None
        # Who goes on with it keeps it from there on.
        recording.turn(kept_turn(late))
        assert [turn.prompt for turn in (await store.open(session.id)).turns] == ["Two"]
    assert unharmed(store.file)


def test_turns_in_a_ring_do_not_hang() -> None:
    ring = a_session("one", a_turn("a", parent="b"), a_turn("b", parent="a"))
    assert [turn.id for turn in ring.branch()] == ["a", "b"]


TEXTS = some.text(some.characters(codec=None), max_size=60)


@given(prompt=TEXTS, answer=TEXTS, name=TEXTS, data=some.binary(max_size=20) | TEXTS)
@settings(
    max_examples=30,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_any_text_comes_back_whole(tmp_path, prompt, answer, name, data):
    turn = a_turn("t", prompt, a_reply(answer), attachments=(Attachment(name, "text/plain", data),))
    async with opened(tmp_path) as store:
        key = f"{await store.count()}"
        await store.add([a_session(key, turn, system=name, tags=(name,))])
        whole = await store.open(key)
    kept = whole.turns[0]
    # Half of a surrogate pair is no text.
    assert (kept.prompt, kept.replies[0].text) == (as_text(prompt), as_text(answer))
    content = data if isinstance(data, bytes) else as_text(data)
    assert kept.attachments == (Attachment(as_text(name), "text/plain", content),)
    assert (whole.session.system, whole.session.tags) == (as_text(name), (as_text(name),))
