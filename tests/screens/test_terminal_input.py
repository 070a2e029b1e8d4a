from itertools import pairwise

from hypothesis import assume, example, given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from quayside.app.terminal_input import (
    END,
    ESCAPE,
    ITS_MARK,
    START,
    PastedText,
    bear_what_is_no_input,
    read_pasted_as_text,
)

HOSTILE = ["\x1b", "\x1b[31m", START, "\x1b[201", "q", "\x1bOP", "\x1b]0;t\x07", "\n", "ü", "[201~"]


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({min(place, len(text)) for place in places} | {0, len(text)})
    return [text[begin:end] for begin, end in pairwise(ends)]


def events_of(pieces: list[str]) -> list[Key | Paste]:
    read_pasted_as_text()
    read_pasted_as_text()
    parser = XTermParser()
    found = [event for piece in pieces for event in parser.feed(piece)]
    return [event for event in found if isinstance(event, Key | Paste)]


@given(st.lists(st.sampled_from(HOSTILE)).map("".join), st.lists(st.integers(0, 80)))
def test_what_is_pasted_is_no_key_however_it_comes(text, places):
    # Nobody can tell an end that is pasted from the end.
    assume(END not in text)
    before, *pasted, after = events_of(cut(f"a{START}{text}{END}b", places))
    assert [before.key, after.key] == ["a", "b"]
    words = text.replace(ESCAPE, ITS_MARK)
    assert [one.text for one in pasted] == [words]


@given(st.lists(st.sampled_from([*HOSTILE, END])).map("".join), st.lists(st.integers(0, 80)))
def test_what_is_not_pasted_stays_as_it_came(text, places):
    sent = text.replace(START, "")
    one = PastedText()
    assert "".join(one.tame(piece) for piece in cut(sent, places)) == sent


def test_a_key_that_begins_as_a_paste_ends_is_read_at_once():
    assert [one.key for one in events_of(["\x1b[A", "\x1b[20~"])] == ["up", "f9"]


def test_the_end_of_the_terminal_is_still_its_end():
    read_pasted_as_text()
    parser = XTermParser()
    assert list(parser.feed(START + "half")) == []
    list(parser.feed(""))
    assert parser.is_eof


TORN = [
    ":",
    ";",
    "1",
    "999999999999",
    "~",
    "u",
    "R",
    "[",
    "\x1b[",
    "\x1b[<",
    "M",
    "\x1b[1:65;2u",
    "é",
]


@example(["\x1b[", ":", "1", "~"])
@example(["\x1b[", "999999999999", "~"])
@given(st.lists(st.sampled_from(TORN), max_size=12))
def test_a_sequence_that_was_torn_on_its_way_ends_nothing(pieces):
    bear_what_is_no_input()
    bear_what_is_no_input()
    # What ends a sequence that waits for more is a key, or the end of what waits.
    *_, last = events_of([*pieces, " " * 40, "q"])
    assert last.key == "q"
