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


def a_session(*prompts: str) -> Session:
    session = Session()
    for at, prompt in enumerate(prompts):
        session.add(Turn(prompt, at=at))
    return session


def prompts(session: Session) -> list[str]:
    return [turn.prompt for turn in session.turns]


def test_a_turn_that_is_cut_off_stays_as_a_branch_and_can_be_shown_again() -> None:
    session = a_session("a", "b", "c")
    first_b = session.turns[1]
    session.cut(1)
    session.add(Turn("other b", at=5))
    assert prompts(session) == ["a", "other b"]
    assert [turn.prompt for turn in session.forks(first_b)] == ["b", "other b"]
    session.show(first_b)
    assert prompts(session) == ["a", "b", "c"]
    assert [turn.prompt for turn in session.everything] == ["a", "b", "c", "other b"]


def test_the_newest_of_what_follows_is_shown() -> None:
    session = a_session("a", "b")
    session.cut(1)
    session.add(Turn("newer", at=9))
    session.show(session.turns[0])
    assert prompts(session) == ["a", "newer"]


def test_the_history_of_a_branch_holds_nothing_of_another() -> None:
    session = Session()
    for prompt, text in (("a", "1"), ("b", "2")):
        session.add(answered(prompt, text))
    session.cut(1)
    last = Turn("again")
    session.add(last)
    assert [message["content"] for message in session.messages(0, last)] == ["a", "1", "again"]


def test_a_ring_of_turns_has_an_end() -> None:
    first, second = Turn("a", id="1", parent="2"), Turn("b", id="2", parent="1")
    session = Session(apart=[first, second])
    session.show(first)
    assert sorted(prompts(session)) == ["a", "b"]
