from hypothesis import given
from hypothesis import strategies as st

from kit.reply_stage import frames, place, reading, screen_rows
from quayside.widgets.plain_text import visible
from quayside.widgets.reply_blocks import BlockSplitter
from quayside.widgets.reply_fence import PieceKind
from quayside.widgets.reply_marks import BAR
from quayside.widgets.reply_source import code_at

LINES = [
    *("", "text", "- item", "  ```py", "```", "~~~~", "\tmake\tall", "  two", "`````", "x\ry"),
    *("\x1b[31m", "> ```", "   ```sh -x", "[d]: /url", "~~~\t", "a\u2028b"),
]
FILL = "\n\n".join(f"line {number}" for number in range(20))
THREE = f"```py\none\n```\n\n{FILL}\n\n```\ntwo\n```\n\n{FILL}\n\n~~~sh\nthree\n~~~\n"


def marked(view) -> list[str]:
    return [row[1:].strip() for row in screen_rows(view) if row.startswith(BAR)]


def without_margins(code: str) -> list[str]:
    # The page draws a tab as blanks, of which an indented fence takes its share.
    return [line.lstrip(" ") for line in code.rstrip("\n").split("\n")]


@given(st.lists(st.sampled_from(LINES), max_size=25).map("\n".join))
def test_the_code_of_each_fence_is_what_was_sent(source: str):
    splitter = BlockSplitter()
    drawn: list[tuple[int, list[str]]] = []
    for piece in splitter.feed(source) + splitter.finish():
        if piece.kind is PieceKind.CODE_HEAD:
            drawn.append((piece.line, []))
        elif piece.kind is PieceKind.CODE:
            drawn[-1][1].append(piece.text)
    for line, slices in drawn:
        assert without_margins(visible(code_at(source, line))) == without_margins("\n".join(slices))


def test_tabs_and_blanks_of_the_code_stay_as_they_are():
    source = "text\r\n\r\n  ```make\r\n  all:\r\n\tcc -o a  \r\n\r\n  ```\r\nafter"
    assert code_at(source, 2) == "all:\n\tcc -o a  \n"


async def test_n_and_its_counterpart_walk_round_the_blocks_and_say_where_they_are():
    async with reading() as (pilot, view):
        view.show(THREE)
        await frames(pilot)
        seen = []
        for by in (1, 1, 1, 1, -1, -1):
            view.step_block(by)
            await pilot.pause()
            seen.append((marked(view)[1], place(view)))
        assert seen == [
            ("one", "code 1/3"),
            ("two", "code 2/3"),
            ("three", "code 3/3"),
            ("one", "code 1/3 · from the top again"),
            ("three", "code 3/3 · from the end again"),
            ("two", "code 2/3"),
        ]


async def test_the_walk_goes_on_from_what_is_on_show_when_the_mark_is_out_of_sight():
    async with reading() as (pilot, view):
        view.show(THREE)
        await frames(pilot)
        view.step_block(1)
        view.action_scroll_end()
        view.step_block(1)
        await pilot.pause()
        assert marked(view)[1] == "three"


async def test_a_mark_takes_no_place_and_is_seen_without_colour():
    async with reading() as (pilot, view):
        view.show("```py\none\n\ntwo\n```")
        await frames(pilot)
        before = screen_rows(view)
        view.step_block(1)
        after = screen_rows(view)
        assert [row[1:] for row in after] == [row[1:] for row in before]
        assert after[:5] == ["▌py", "▌one", "▌", "▌two", "▌"]


async def test_a_block_that_still_comes_counts_and_grows_under_its_mark():
    async with reading() as (pilot, view):
        view.begin()
        view.feed("text\n\n```py\none\n")
        await frames(pilot)
        view.step_block(1)
        assert marked(view) == ["py", "one", ""]
        view.feed("two\n```\n\nafter\n\n```\nnext")
        await frames(pilot)
        assert marked(view) == ["py", "one", "two", ""]
        assert place(view) == "code 1/2"
        assert view.following
        assert view.take_block() == "one\ntwo"


async def test_the_mark_stays_on_its_block_when_rows_above_it_change():
    async with reading() as (pilot, view):
        view.begin()
        view.feed_reasoning("why\nand how")
        view.feed("text\n\n```py\none\n```\n")
        await frames(pilot)
        view.step_block(1)
        view.fold_reasoning()
        await frames(pilot)
        assert marked(view) == ["py", "one", ""]


async def test_a_page_without_code_says_so():
    async with reading() as (pilot, view):
        view.show("text")
        await frames(pilot)
        view.step_block(1)
        assert place(view) == "no code block"
        assert view.take_block() == ""


async def test_a_block_longer_than_the_view_is_shown_from_its_head():
    async with reading() as (pilot, view):
        code = "\n".join(f"row {number}" for number in range(40))
        view.show(f"{FILL}\n\n```py\n{code}\n```")
        await frames(pilot)
        view.step_block(1)
        await pilot.pause()
        assert screen_rows(view)[:2] == ["▌py", "▌row 0"]


async def test_the_nearest_block_is_taken_and_marked():
    async with reading() as (pilot, view):
        view.show(THREE)
        await frames(pilot)
        view.scroll_to(y=38, animate=False, immediate=True)
        assert view.take_block() == "two"
        assert place(view) == "code 2/3"


async def test_a_new_reply_has_no_mark():
    async with reading() as (pilot, view):
        view.show(THREE)
        await frames(pilot)
        view.step_block(1)
        view.step_block(-1)
        view.show("```\nother\n```")
        await frames(pilot)
        assert marked(view) == []
        assert place(view) == ""


async def test_the_mark_stays_on_its_block_at_another_width():
    async with reading() as (pilot, view):
        view.show("a paragraph that is wrapped when it gets narrow\n\n```py\none\n```\n")
        await frames(pilot)
        view.step_block(1)
        await pilot.resize_terminal(20, 12)
        await frames(pilot)
        assert marked(view) == ["py", "one", ""]
