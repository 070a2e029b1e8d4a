import pytest
from hypothesis import given
from hypothesis import strategies as st

from quayside.widgets.plain_text import visible, visible_line

FORBIDDEN = {
    *map(chr, range(0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("bell\x07", "bell␇"),
        ("\x9b2J", "‹009B›2J"),
        ("\u202edrowssap", "‹202E›drowssap"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\tb", "a    b"),
        ("\ud83d", "�"),
        ("zażółć 漢字 👩‍🚀", "zażółć 漢字 👩‍🚀"),
    ],
)
def test_control_characters_are_shown_as_marks(raw: str, shown: str):
    assert visible(raw) == shown


@given(st.text())
def test_nothing_that_steers_a_terminal_is_left(text: str):
    assert not set(visible(text)) & (FORBIDDEN - {"\n"})
    assert not set(visible_line(text)) & FORBIDDEN
