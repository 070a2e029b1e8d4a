import pytest

from quayside.widgets.labelled_lines import LabelledLine, LabelledLines

HOSTILE = "[red]no[/] \x1b[31m\u202e"


def rows(depth: int, width: int, *lines: LabelledLine) -> list[str]:
    drawing = LabelledLines(depth)
    drawing.lines = lines
    return [row.plain.rstrip() for row in drawing.picture(width)]


def test_texts_stand_behind_their_labels_and_wrap_below_themselves():
    told = rows(9, 30, LabelledLine("cause", "one two three four five six"))
    assert told == ["cause    one two three four", "         five six"]


def test_without_a_depth_a_text_stands_right_behind_its_label():
    assert rows(0, 20, LabelledLine("✗", "a fault that is long")) == [
        "✗ a fault that is",
        "  long",
    ]


def test_a_label_that_is_too_long_stands_above_its_text():
    told = rows(9, 30, LabelledLine("answers instead", "line 1\nline 2"))
    assert told == ["answers instead", "  line 1", "  line 2"]


def test_what_may_take_two_rows_ends_with_an_ellipsis():
    told = rows(0, 12, LabelledLine("!", "one two three four five", most=2))
    assert told == ["! one two", "  three fou…"]


@pytest.mark.parametrize("width", [1, 2, 5, 40])
@pytest.mark.parametrize("most", [0, 2])
def test_foreign_text_is_plain_and_never_wider_than_its_place(width, most):
    told = rows(9, width, LabelledLine(HOSTILE, HOSTILE * 3, most=most))
    assert all(len(row) <= max(width, 3) for row in told)
    text = "".join(told)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert width < 40 or "[red]no[/] ␛[31m‹202E›" in text
