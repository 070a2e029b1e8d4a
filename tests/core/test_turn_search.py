from itertools import count

from quayside.app.core.conversation import Reply, Turn
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.turn_search import TurnSearch

LANE = Lane(Path.SDK, "m", "http://h")


def turns(*texts: tuple[str, str]) -> list[Turn]:
    made: list[Turn] = []
    for prompt, answer in texts:
        reply = Reply(LANE)
        reply.tally.text_parts.append(answer)
        made.append(Turn(prompt, {0: reply}))
    return made


SOME = turns(("The tide", "comes in"), ("and?", "It is high\ntide."), ("Why?", "The Moon"))


def found(text: str, among: list[Turn] = SOME) -> list[int]:
    search = TurnSearch(text)
    search.look(among, 60)
    assert search.through
    return search.hits


def test_prompts_and_answers_are_searched() -> None:
    assert found("tide") == [0, 1]
    assert found("moon") == [2]
    assert found("nowhere") == []


def test_small_letters_find_any_case_and_a_capital_finds_its_own() -> None:
    assert found("the") == [0, 2]
    assert found("The m") == []
    assert found("The M") == [2]
    assert found("straße", turns(("STRASSE", ""))) == [0]


def test_blanks_match_the_end_of_a_line_too() -> None:
    assert found("high tide") == [1]
    assert found(" high  ") == [1]
    assert found("hightide") == []


def test_a_slice_ends_and_the_next_goes_on() -> None:
    search = TurnSearch("tide", timer=count().__next__)
    search.look(SOME, 1)
    assert (search.hits, search.through, search.words(0)) == ([0], False, "1/1+")
    search.look(SOME, 60)
    assert (search.hits, search.through, search.words(0)) == ([0, 1], True, "1/2")


def test_one_more_turn_is_searched_alone() -> None:
    asked: list[object] = []

    class Seen(Turn):
        __slots__ = ()

        @property
        def replies(self):
            asked.append(self)
            return {}

        @replies.setter
        def replies(self, given):
            pass

    among = [Seen(f"tide {number}") for number in range(100)]
    search = TurnSearch("none")
    search.look(among, 60)
    before = len(asked)
    among.append(Seen("one more"))
    search.look(among, 60)
    assert (before, len(asked)) == (100, 101)


def test_another_branch_is_searched_anew() -> None:
    among = list(SOME)
    search = TurnSearch("tide")
    search.look(among, 60)
    among[1:] = turns(("no", "no"), ("high tide", ""))
    search.look(among, 60)
    assert search.hits == [0, 2]
    del among[1:]
    search.look(among, 60)
    assert search.hits == [0]


def test_the_walk_goes_round_both_ends() -> None:
    search = TurnSearch("e")
    assert search.beside(0, 1) is None
    search.look(turns(("e", ""), ("", ""), ("e", "")), 60)
    assert [search.beside(0, 1), search.beside(2, 1), search.beside(1, 1)] == [2, 0, 2]
    assert [search.beside(0, -1), search.beside(2, -1), search.beside(1, -1)] == [2, 0, 0]
    assert [search.first_from(0), search.first_from(1), search.first_from(3)] == [0, 2, 0]


def test_the_words_tell_where_the_reader_is() -> None:
    search = TurnSearch("x")
    assert search.words(0) == "0+"
    search.look(SOME, 60)
    assert search.words(0) == "not found"
    search = TurnSearch("tide")
    search.look(SOME, 60)
    assert [search.words(0), search.words(1), search.words(2)] == ["1/2", "2/2", "2"]
