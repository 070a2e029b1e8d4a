from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.page_samples import RICH_DOCUMENT, page_styles
from quayside.widgets.reply_page import ReplyPage
from quayside.widgets.reply_render import PageRenderer

STYLES = page_styles()
PARTS = [
    *RICH_DOCUMENT.split("\n\n"),
    *("[late] and [h]", "[late]: /elsewhere", "```\nopen", "- a\n- b\n\n- c", "\x1b]0;title\x07"),
    *("&#x202e;evil", "`\u2066`", "> ```\n> x\x9b\n> ```", "* * *", "text\n===", "[\x1b](\x1b)"),
]
documents = st.lists(st.sampled_from(PARTS), max_size=8).map("\n\n".join)


def new_page(width: int = 60) -> ReplyPage:
    page = ReplyPage(timer=count().__next__)
    page.restyle(PageRenderer(width, STYLES))
    return page


def settle(page: ReplyPage) -> None:
    page.finish()
    while not page.draw(1):
        pass


def picture(page: ReplyPage) -> list[list[tuple]]:
    return [[(segment.text, segment.style) for segment in row] for row in page]


def text(page: ReplyPage) -> str:
    return "\n".join(row.text.rstrip() for row in page)


def shown(source: str, width: int = 60) -> ReplyPage:
    page = new_page(width)
    page.feed(source)
    settle(page)
    return page


@settings(max_examples=60)
@given(documents, st.lists(st.integers(1, 40), min_size=1, max_size=6), st.booleans())
def test_the_streamed_page_equals_the_one_shot_page(source: str, sizes: list[int], draws: bool):
    page = new_page()
    start = 0
    for step in count():
        if start >= len(source):
            break
        size = sizes[step % len(sizes)]
        page.feed(source[start : start + size])
        start += size
        if draws:
            page.draw(1)
    settle(page)
    assert picture(page) == picture(shown(source))


@settings(max_examples=40)
@given(documents, st.integers(1, 90))
def test_rows_are_as_wide_as_the_page_and_steer_no_terminal(source: str, width: int):
    page = shown(source, width)
    page.note("\x1b[2Jcleared\u202e", "error")
    page.feed_reasoning("\x07\x85")
    page.draw(1)
    for row in page:
        assert row.cell_length == width
        assert not [c for c in row.text if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]
        assert not set(row.text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        assert not [segment for segment in row if segment.style and segment.style.link]


def test_raw_html_is_shown():
    assert "<think>why</think> because" in text(shown("<think>why</think> because"))
    assert "<!-- hidden -->" in text(shown("<!-- hidden -->"))


def test_a_link_shows_where_it_leads():
    assert "bank.example (https://evil.example)" in text(
        shown("[bank.example](https://evil.example)")
    )
    assert text(shown("<https://plain.example>")) == "https://plain.example"


def test_a_definition_at_the_end_makes_a_link_above():
    assert text(shown("See [d].\n\n# Title\n\n[d]: /url")).startswith("See d (/url).")


def test_text_nested_too_deep_to_parse_is_kept():
    assert "deep" in text(shown("> " * 40 + "deep"))


def test_notes_stand_below_and_are_plain():
    page = shown("answer")
    page.note("nothing *listens*\nat [red]here[/]", "error")
    page.note("stopped", "info")
    page.draw(1)
    assert text(page) == "answer\n\n✗ nothing *listens*\n  at [red]here[/]\n\n· stopped"


def test_a_long_line_of_a_note_keeps_its_indentation():
    page = new_page(width=14)
    page.note("failed\n  cause: nobody listens here", "error")
    page.draw(1)
    assert text(page) == "✗ failed\n    cause:\n    nobody\n    listens\n    here"


def test_a_note_alone_stands_at_the_top():
    page = new_page()
    page.note("stopped", "warning")
    page.draw(1)
    assert text(page) == "! stopped"


@pytest.mark.parametrize("width", [20, 100])
def test_another_width_gives_the_page_of_that_width(width: int):
    page = shown(RICH_DOCUMENT)
    page.feed_reasoning("thought " * 20)
    page.draw(1)
    page.restyle(PageRenderer(width, STYLES), near=10)
    assert not page.draw(1)
    settle(page)
    other = shown(RICH_DOCUMENT, width)
    other.feed_reasoning("thought " * 20)
    other.draw(1)
    assert picture(page) == picture(other)


def test_a_place_outlives_another_width():
    page = shown(RICH_DOCUMENT)
    row = next(i for i, strip in enumerate(page) if "Ada" in strip.text)
    place = page.place_of(row)
    page.restyle(PageRenderer(24, STYLES))
    settle(page)
    rows = [strip.text for strip in page]
    assert "Ada" in rows[page.row_of(place)]


def test_a_dear_open_end_is_plain_until_it_is_finished():
    page = new_page()
    page.feed("**bold**")
    page.draw(1)
    assert text(page) == "bold"
    page.draw(1)
    assert text(page) == "**bold**"
    settle(page)
    assert text(page) == "bold"
