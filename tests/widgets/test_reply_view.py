import subprocess
import sys

from textual.geometry import Offset
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.widget import Widget

from kit.page_samples import RICH_DOCUMENT
from kit.reply_stage import Page, frames, opened, screen_rows
from quayside.widgets.reply_view import ReplyView

LINES = "\n\n".join(f"paragraph {number}" for number in range(30))


async def test_no_attribute_hides_one_of_textual():
    async with opened() as (_, view):
        own = set(vars(view)) - set(vars(ScrollView()))
        assert own & set(dir(Widget)) <= {"_mounted_event", "_message_queue"}


async def test_feeding_draws_nothing_before_the_frame():
    async with opened() as (pilot, view):
        view.begin()
        await frames(pilot)
        view.feed("# Title\n\ntext")
        view.feed(" and more")
        await pilot.pause()
        assert screen_rows(view)[0] == ""
        assert pilot.app.clock.tick() == 1
        await pilot.pause()
        assert screen_rows(view)[:3] == ["Title", "", "text and more"]
        assert view.source == "# Title\n\ntext and more"


async def test_text_fed_before_the_first_layout_is_shown():
    app = Page()
    async with app.run_test() as pilot:
        view = app.query_one(ReplyView)
        view.feed("early")
        await frames(pilot)
        assert screen_rows(view)[0] == "early"


async def test_frames_lay_out_nothing():
    async with opened() as (pilot, view):
        view.begin()
        await frames(pilot)
        layouts: list[object] = []
        original = view.screen._refresh_layout
        view.screen._refresh_layout = lambda *args, **kw: (layouts.append(args), original())
        for number in range(20):
            view.feed(f"line {number}\n\n")
            await frames(pilot)
        assert layouts == []
        assert view.max_scroll_y > 0


async def test_it_follows_the_tail_lets_go_and_follows_again():
    async with opened() as (pilot, view):
        view.begin()
        view.feed(LINES)
        await frames(pilot)
        assert view.following
        assert screen_rows(view)[-1] == "paragraph 29"
        view.focus()
        await pilot.press("pageup")
        await pilot.wait_for_animation()
        await pilot.pause()
        assert not view.following
        held = screen_rows(view)
        view.feed("\n\nnew text")
        await frames(pilot)
        assert screen_rows(view) == held
        await pilot.press("end")
        await pilot.pause()
        assert view.following
        assert screen_rows(view)[-1] == "new text"


async def test_reasoning_above_does_not_move_what_is_read():
    async with opened() as (pilot, view):
        view.begin()
        view.feed(LINES)
        await frames(pilot)
        view.scroll_to(y=10, animate=False, immediate=True)
        await pilot.pause()
        held = screen_rows(view)
        view.feed_reasoning("late\nthoughts")
        await frames(pilot)
        assert screen_rows(view) == held


async def test_another_width_draws_again_and_keeps_the_tail():
    async with opened() as (pilot, view):
        view.show(RICH_DOCUMENT)
        await frames(pilot)
        view.action_scroll_end()
        await pilot.resize_terminal(30, 12)
        await frames(pilot)
        assert view.settled
        assert view.following
        assert "example.com/harbour" in " ".join(screen_rows(view)[-3:])


async def test_another_theme_draws_again():
    async with opened() as (pilot, view):
        view.show("text")
        await frames(pilot)
        before = view.render_line(0)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        await frames(pilot)
        assert [s.text for s in view.render_line(0)] == [s.text for s in before]
        assert view.render_line(0) != before


async def test_an_old_reply_is_shown_from_its_beginning():
    async with opened() as (pilot, view):
        view.begin()
        view.feed(LINES)
        await frames(pilot)
        view.show("# First\n\n" + LINES)
        await frames(pilot)
        assert screen_rows(view)[0] == "First"
        assert not view.following
        assert view.source.startswith("# First")


async def test_a_selection_copies_what_is_shown():
    async with opened() as (pilot, view):
        view.show("**bold** one\n\ntwo")
        await frames(pilot)
        selection = Selection(Offset(2, 0), Offset(2, 2))
        assert view.get_selection(selection) == ("ld one\n\ntw", "\n")
        view.screen.selections = {view: selection}
        await pilot.pause()
        marked = view.render_line(0)
        assert marked.text.rstrip() == "bold one"
        assert len(marked) > 2


async def test_a_removed_view_asks_for_no_frame():
    async with opened() as (pilot, view):
        view.feed("text")
        await view.remove()
        assert pilot.app.clock.tick() == 0
        view.feed("more")
        view.finish()
        assert pilot.app.clock.tick() == 0


def test_an_empty_page_imports_no_markdown():
    program = """
import asyncio, sys
from textual.app import App
from quayside.widgets.reply_view import ReplyView

class Page(App):
    def compose(self):
        yield ReplyView()

async def run():
    app = Page()
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
        assert app.query_one(ReplyView).settled
        dear = {"markdown_it", "rich.markdown", "pygments"} & set(sys.modules)
        assert not dear, dear
        app.query_one(ReplyView).show("text")
        assert "rich.markdown" in sys.modules

asyncio.run(run())
"""
    subprocess.run([sys.executable, "-c", program], check=True)


async def test_a_new_page_leaves_no_row_of_the_old_one_on_the_screen():
    async with opened() as (pilot, view):
        view.show("one\n\ntwo\n\nthree")
        await frames(pilot)
        view.begin()
        assert {region.height for region in view._dirty_regions} >= {view.size.height}
