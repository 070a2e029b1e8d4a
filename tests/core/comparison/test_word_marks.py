import random
import time

from hypothesis import given
from hypothesis import strategies as st

from quayside.app.core.comparison.word_marks import MarkedPiece, marked_words

TEXTS = st.text(alphabet="ab \n\t\u00a0", max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(left, right):
    mine, theirs = marked_words(left, right)
    assert "".join(piece.text for piece in mine) == left
    assert "".join(piece.text for piece in theirs) == right


@given(TEXTS)
def test_equal_texts_have_no_mark(text):
    assert not any(piece.differs for piece in marked_words(text, text)[0])


def test_words_that_only_one_text_has_are_marked_in_it():
    mine, theirs = marked_words("the calm sea", "the sea is blue")
    assert mine == (MarkedPiece("the "), MarkedPiece("calm", True), MarkedPiece(" sea"))
    assert [piece.text for piece in theirs if piece.differs] == ["is", "blue"]


def test_long_texts_take_no_squared_time():
    chance = random.Random(1)
    words = [chance.choice("abcdefgh") for _ in range(40_000)]
    left, right = " ".join(words), " ".join([*words[:-1], "end"])
    began = time.perf_counter()
    mine, theirs = marked_words(left, right)
    assert time.perf_counter() - began < 5
    assert [piece.text for piece in theirs if piece.differs] == ["end"]
    assert sum(piece.differs for piece in mine) == 1
