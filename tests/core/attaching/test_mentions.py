import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quayside.app.core.attaching.mentions import (
    MOST_LETTERS,
    mention_begun,
    mentions,
    written,
)

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)


def names(text):
    return [one.name for one in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("read @notes.md", ["notes.md"]),
        ("@a.py and @../b/c.py", ["a.py", "../b/c.py"]),
        ("see (@a.py), [@b.py]; then @c.py.", ["a.py", "b.py", "c.py"]),
        ('the file @"my notes.md", twice: @"my notes.md"', ["my notes.md", "my notes.md"]),
        ("write to me@example.org", []),
        ("an @ alone, and @. too", []),
        ('@"never closed', []),
        ("line one\n@two.md\nthree", ["two.md"]),
    ],
)
def test_a_file_is_named_by_an_at_sign_at_the_beginning_of_a_word(text, expected):
    assert names(text) == expected


def test_a_mention_tells_where_it_stands():
    text = 'see @"my notes.md", please'
    (one,) = mentions(text)
    assert text[one.start : one.end] == '@"my notes.md"'


@given(NAMES)
def test_what_is_written_for_a_name_names_it(name):
    assume('"' not in name)
    assert names(f"look at {written(name)} now") == [name]


@given(st.text())
def test_any_text_can_be_looked_through(text):
    for one in mentions(text):
        assert text[one.start] == "@"
        assert one.name in text[one.start : one.end]


def test_a_text_without_end_names_nothing():
    assert names("@a " * MOST_LETTERS) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("see @no", "no"), ("see @", ""), ('see @"my no', "my no"), ('@"my notes.md"', "my notes.md")],
)
def test_the_name_at_the_end_is_the_one_that_is_being_written(text, expected):
    begun = mention_begun(text)
    assert begun is not None
    assert begun.name == expected
    assert text[begun.start :].startswith("@")


@pytest.mark.parametrize("text", ["", "see @no ", "me@exam", "word"])
def test_elsewhere_no_name_is_being_written(text):
    assert mention_begun(text) is None
