from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.conversation import Session, Turn

steps = st.lists(st.tuples(st.sampled_from(["add", "cut", "show"]), st.integers(0, 30)))


def told(session: Session) -> None:
    """What is told of each turn is what a look through all of them tells."""
    everything = session.everything
    for turn in everything:
        shown = turn in session.turns
        assert session.index(turn) == (session.turns.index(turn) if shown else None)
        assert session.holds(turn)
        forks = [other for other in everything if other.parent == turn.parent]
        assert session.forks(turn) == forks
    parents = [None, *(turn.id for turn in session.turns)]
    assert [turn.parent for turn in session.turns] == parents[: len(session.turns)]


@given(steps)
def test_what_is_told_of_a_turn_holds_after_any_changes(steps: list[tuple[str, int]]) -> None:
    session, made = Session(), list[Turn]()
    for at, (step, number) in enumerate(steps):
        if step == "add":
            made.append(Turn(f"{at}", at=float(at)))
            session.add(made[-1])
        elif step == "cut":
            session.cut(number % (len(session.turns) + 1))
        elif made:
            session.show(made[number % len(made)])
            assert session.index(made[number % len(made)]) is not None
        told(session)
    assert sorted(made, key=id) == sorted(session.everything, key=id)


def test_a_turn_of_another_session_or_none_stands_nowhere() -> None:
    session, other = Session(), Session()
    for one in (session, other):
        one.add(Turn("a"))
    assert session.index(other.turns[0]) is None
    assert not session.holds(other.turns[0])
    assert session.index(None) is None
