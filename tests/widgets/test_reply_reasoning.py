from itertools import count

from kit.page_samples import page_styles
from kit.reply_stage import frames, place, reading, screen_rows
from quayside.widgets.reply_page import ReplyPage
from quayside.widgets.reply_render import PageRenderer

LINES = "\n\n".join(f"paragraph {number}" for number in range(30))
THOUGHTS = "\n".join(f"thought {number}" for number in range(20))


def new_page() -> ReplyPage:
    page = ReplyPage(timer=count().__next__)
    page.restyle(PageRenderer(60, page_styles()))
    return page


def text(page: ReplyPage) -> str:
    page.draw(1)
    return "\n".join(row.text.rstrip() for row in page)


def test_reasoning_is_open_while_it_comes():
    page = new_page()
    page.feed_reasoning("\nfirst\nsec")
    assert text(page) == "▾ Reasoning\nfirst\nsec\n"
    page.feed_reasoning("ond\n")
    assert text(page) == "▾ Reasoning\nfirst\nsecond\n"


def test_it_folds_to_one_line_when_the_answer_begins():
    page = new_page()
    page.feed_reasoning("thought " * 200)
    page.feed("\n")
    assert text(page).startswith("▾ Reasoning\nthought")
    before = page.upheavals
    page.feed("answer")
    page.reasoned(4.21)
    assert text(page) == "▸ Reasoning · 1,600 characters · 4.2 s\n\nanswer"
    assert page.upheavals > before


def test_reasoning_that_comes_later_stands_above_and_is_counted():
    page = new_page()
    page.feed("answer")
    page.feed_reasoning("first\nsec")
    assert text(page) == "▸ Reasoning · 9 characters\n\nanswer"
    page.feed_reasoning("ond\n")
    page.fold_reasoning(False)
    assert text(page) == "▾ Reasoning\nfirst\nsecond\n\nanswer"
    assert page.source == "answer"


def test_reasoning_without_an_answer_stays_open_at_the_end():
    page = new_page()
    page.feed_reasoning("all there is")
    page.finish()
    assert text(page) == "▾ Reasoning\nall there is\n"


def test_a_place_in_what_was_folded_is_the_label():
    page = new_page()
    page.feed_reasoning(THOUGHTS)
    page.draw(1)
    place = page.place_of(15)
    page.feed(LINES)
    page.draw(1)
    assert page.row_of(place) == 1


def test_what_the_reader_chose_stays():
    page = new_page()
    page.feed_reasoning("thought")
    page.fold_reasoning(True)
    assert text(page).startswith("▸")
    page.fold_reasoning(False)
    page.feed("answer")
    assert text(page).startswith("▾")


async def test_a_view_at_the_end_follows_after_the_fold():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning(THOUGHTS)
        await frames(pilot)
        assert screen_rows(view)[-2] == "thought 19"
        view.feed("answer")
        await frames(pilot)
        assert view.following
        assert screen_rows(view)[:3] == ["▸ Reasoning · 209 characters", "", "answer"]
        view.feed("\n\n" + LINES)
        await frames(pilot)
        assert screen_rows(view)[-1] == "paragraph 29"


async def test_it_does_not_fold_away_from_somebody_who_reads_it():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning(THOUGHTS)
        await frames(pilot)
        view.scroll_to(y=3, animate=False, immediate=True)
        held = screen_rows(view)
        view.feed(LINES)
        await frames(pilot)
        assert screen_rows(view) == held


async def test_a_reader_of_the_answer_keeps_their_place_when_it_folds():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning(THOUGHTS)
        view.feed(LINES)
        view.fold_reasoning()
        await frames(pilot)
        view.scroll_to(y=40, animate=False, immediate=True)
        held = screen_rows(view)
        for _ in range(3):
            view.fold_reasoning()
            await frames(pilot)
            assert screen_rows(view) == held
        assert not view.following


async def test_what_is_opened_out_of_sight_is_said():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning(THOUGHTS)
        view.feed(LINES)
        await frames(pilot)
        view.fold_reasoning()
        await frames(pilot)
        assert place(view) == "reasoning opened above"
        view.action_scroll_home()
        await pilot.pause()
        assert place(view) == ""
        assert screen_rows(view)[0] == "▾ Reasoning"


async def test_a_page_without_reasoning_says_so():
    async with reading() as (pilot, view):
        view.show("answer")
        await frames(pilot)
        view.fold_reasoning()
        assert place(view) == "no reasoning"
