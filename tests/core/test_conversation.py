from quayside.app.core.conversation import Reply, Session, Turn
from quayside.app.core.failures import Failure
from quayside.app.core.lanes import Lane, Path

LANE = Lane(Path.SDK, "m", "http://h")


def answered(prompt: str, text: str) -> Turn:
    reply = Reply(LANE)
    reply.tally.text_parts.append(text)
    return Turn(prompt, {0: reply})


def test_a_lane_is_sent_its_own_history() -> None:
    last = Turn("and now?")
    session = Session("be brief", [answered("hi", "hello"), last])
    assert session.messages(0, last) == [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "hello"},
        {"role": "user", "content": "and now?"},
    ]


def test_a_lane_that_joined_late_starts_with_the_prompt() -> None:
    last = Turn("and now?")
    session = Session("", [answered("hi", "hello"), last])
    assert session.messages(1, last) == [{"role": "user", "content": "and now?"}]


def test_a_failed_or_empty_turn_is_left_out_whole() -> None:
    failed = answered("first", "par")
    failed.replies[0].tally.failure = Failure(
        kind="cut", summary="s", tried="t", seen="s", cause="c", cure="c"
    )
    last = Turn("third")
    session = Session("", [failed, answered("second", ""), last])
    assert session.messages(0, last) == [{"role": "user", "content": "third"}]


def test_an_earlier_turn_is_sent_again_without_what_came_after() -> None:
    first, second = answered("a", "1"), answered("b", "2")
    session = Session("", [first, second])
    assert session.messages(0, first) == [{"role": "user", "content": "a"}]


def test_the_last_turn_can_be_taken_back() -> None:
    session = Session("", [Turn("a")])
    taken = session.take_last()
    assert taken is not None
    assert taken.prompt == "a"
    assert session.take_last() is None
