from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from kit.page_samples import page_styles
from kit.reply_stage import frames, place, reading, screen_rows
from quayside.widgets.reply_find import PageSearch
from quayside.widgets.reply_page import ReplyPage
from quayside.widgets.reply_render import PageRenderer

FILL = [f"line {number}" for number in range(60)]
PAGE = "\n\n".join("a Harbour" if number % 20 == 10 else line for number, line in enumerate(FILL))


def drawn(source: str, width: int = 40) -> ReplyPage:
    page = ReplyPage(timer=count().__next__)
    page.restyle(PageRenderer(width, page_styles()))
    page.feed(source)
    page.finish()
    while not page.draw(1):
        pass
    return page


def found(text: str, page: ReplyPage) -> list[str]:
    search = PageSearch(text, timer=count().__next__)
    while not search.through:
        search.look(page, 1)
    texts = [row.text for row in page]
    return ["|".join(texts[s.row][s.start : s.end] for s in hit) for hit in search.hits]


def marks(view) -> list[tuple[str, bool, bool]]:
    """What is underlined or reversed on the screen, and which of them."""
    segments = [part for y in range(view.size.height) for part in view.render_line(y)]
    return [
        (part.text, bool(part.style.underline), bool(part.style.reverse))
        for part in segments
        if part.style and (part.style.underline or part.style.reverse)
    ]


async def seek(pilot, view, text: str, anchor: int = 0) -> str:
    view.find(text, anchor)
    await pilot.pause()
    return place(view)


def test_small_letters_find_any_case_and_a_capital_finds_its_own():
    page = drawn("Harbour harbour HARBOUR")
    assert found("harbour", page) == ["Harbour", "harbour", "HARBOUR"]
    assert found("Harbour", page) == ["Harbour"]


def test_what_is_shown_is_searched_and_not_its_marks():
    page = drawn("**bo**ld [link](/url) and `co.de`\n\n```\nx = [1]\n```")
    assert found("bold", page) == ["bold"]
    assert found("**", page) == []
    assert found("o.d", page) == ["o.d"]
    assert found("x = [1]", page) == ["x = [1]"]


def test_blanks_find_the_end_of_a_row_and_no_other_paragraph():
    page = drawn("one two three four", width=9)
    assert [row.text.rstrip() for row in page] == ["one two", "three", "four"]
    assert found("two  three four", page) == ["two|three|four"]
    assert found("one two", drawn("one\n\ntwo")) == []


def test_a_hit_in_a_long_page_is_not_cut_where_the_search_pauses():
    page = drawn("\n\n".join(["aaaa bbbb cccc", "dd"] * 60), width=4)
    assert len(found("bbbb cccc", page)) == 60


def test_the_bar_of_a_quotation_does_not_part_its_words():
    page = drawn("> one two three\n> > four five six", width=12)
    assert found("two three", page) == ["two|three"]
    assert found("four five", page) == ["four|five"]


@given(
    st.lists(st.sampled_from(["ab", "a", "b c", "", "Ab ba"]), max_size=400),
    st.lists(st.integers(1, 300), max_size=4),
)
def test_hits_are_the_same_however_the_page_grew(lines, cuts):
    source = "\n\n".join(lines)
    page = ReplyPage(timer=count().__next__)
    page.restyle(PageRenderer(40, page_styles()))
    search = PageSearch("ab", timer=count().__next__)
    start = 0
    for end in [*sorted(cuts), len(source)]:
        page.feed(source[start:end])
        start = max(start, end)
        page.draw(1000)
        search.look(page, 1)
    page.finish()
    while not page.draw(1000):
        pass
    while not search.look(page, 1000) or not search.through:
        pass
    whole = PageSearch("ab")
    whole.look(page, 1000)
    assert search.hits == whole.hits


async def test_the_first_hit_from_the_reader_s_place_on_is_gone_to_and_counted():
    async with reading() as (pilot, view):
        view.show(PAGE)
        await frames(pilot)
        assert await seek(pilot, view, "harbour", anchor=30) == "find 2/3"
        assert "a Harbour" in screen_rows(view)
        assert await seek(pilot, view, "harbour", anchor=110) == "find 1/3"
        assert await seek(pilot, view, "nowhere") == "find not found"
        assert await seek(pilot, view, "  ") == ""


async def test_hits_are_underlined_and_the_reader_s_is_reversed():
    async with reading() as (pilot, view):
        view.show("a pier, a Pier and a pier")
        await frames(pilot)
        await seek(pilot, view, "pier")
        view.step_find(1)
        assert marks(view) == [
            ("pier", True, False),
            ("Pier", False, True),
            ("pier", True, False),
        ]
        view.end_find()
        assert marks(view) == []


async def test_steps_go_round_and_say_so():
    async with reading() as (pilot, view):
        view.show(PAGE)
        await frames(pilot)
        await seek(pilot, view, "harbour")
        told = []
        for by in (1, 1, 1, -1):
            row = view.step_find(by)
            assert view.scroll_offset.y <= row < view.scroll_offset.y + view.size.height
            told.append(place(view))
        assert told == [
            "find 2/3",
            "find 3/3",
            "find 1/3 · from the top again",
            "find 3/3 · from the end again",
        ]


async def test_a_hit_is_not_carried_off_by_text_that_comes():
    async with reading() as (pilot, view):
        view.begin()
        view.feed(PAGE)
        await frames(pilot)
        await seek(pilot, view, "line 59", anchor=100)
        held = screen_rows(view)
        view.feed("\n\nmore\n\nLine 59 again")
        await frames(pilot)
        assert screen_rows(view) == held
        assert place(view) == "find 1/2"
        view.action_scroll_end()
        view.end_find()
        assert view.following


async def test_closing_at_the_end_follows_again():
    async with reading() as (pilot, view):
        view.begin()
        view.feed(PAGE)
        await frames(pilot)
        await seek(pilot, view, "line 59", anchor=100)
        assert not view.following
        view.end_find()
        assert view.following


async def test_folded_reasoning_is_left_out_until_it_is_opened():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning("the harbour")
        view.feed("a harbour")
        await frames(pilot)
        assert await seek(pilot, view, "harbour") == "find 1/1"
        view.fold_reasoning()
        await frames(pilot)
        assert place(view) == "find 1/2"


async def test_a_new_reply_is_searched_and_followed():
    async with reading() as (pilot, view):
        view.show(PAGE)
        await frames(pilot)
        await seek(pilot, view, "line 3")
        view.begin()
        view.feed(PAGE)
        await frames(pilot)
        assert place(view) == "find 1/10"
        assert view.following


async def test_another_width_keeps_the_reader_s_place():
    async with reading() as (pilot, view):
        view.show(PAGE)
        await frames(pilot)
        await seek(pilot, view, "line 3", anchor=60)
        view.scroll_to(y=84, animate=False, immediate=True)
        top = screen_rows(view)[0]
        await pilot.resize_terminal(30, 12)
        await frames(pilot)
        assert screen_rows(view)[0] == top


async def test_rows_that_are_others_by_now_have_no_marks_of_those_before():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning("wide as the sea and the harbour")
        view.feed("an answer")
        view.fold_reasoning()
        await frames(pilot)
        await seek(pilot, view, "harbour")
        assert marks(view)
        view.fold_reasoning()
        view._draw_page(1)
        assert marks(view) == []
