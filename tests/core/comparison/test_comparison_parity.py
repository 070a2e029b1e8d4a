import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.comparison.parity import compare_texts


def test_equal_texts_have_no_difference() -> None:
    parity = compare_texts("The Rhine, the Rhône.", "The Rhine, the Rhône.")
    assert parity.equal
    assert parity.difference is None


def test_the_first_word_that_differs_is_told_with_what_stands_before_it() -> None:
    parity = compare_texts("one two three four", "one two drei four")
    assert not parity.equal
    assert parity.difference is not None
    difference = parity.difference
    assert (difference.word, difference.offset) == (2, 8)
    assert (difference.left, difference.right) == ("three", "drei")
    assert difference.before == "one two"


@pytest.mark.parametrize(("left", "right"), [("a b", "a b c"), ("", "c")])
def test_a_text_that_ended_has_the_empty_word_there(left, right) -> None:
    difference = compare_texts(left, right).difference
    assert difference is not None
    assert (difference.left, difference.right, difference.offset) == ("", "c", len(left))


def test_white_space_alone_makes_texts_unequal_without_a_word() -> None:
    parity = compare_texts("a b", "a  b\n")
    assert not parity.equal
    assert parity.difference is None


@given(st.text(), st.text())
def test_a_difference_points_at_the_left_word(left, right) -> None:
    parity = compare_texts(left, right)
    assert parity.equal == (left == right)
    if parity.difference is not None:
        difference = parity.difference
        assert left[difference.offset :].startswith(difference.left)
        assert difference.left != difference.right
