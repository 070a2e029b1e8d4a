from collections.abc import Sequence

import pytest
from textual.content import Content
from textual.events import MouseScrollDown
from textual.geometry import Offset
from textual.theme import Theme

from kit.drawn import drawn
from quayside.widgets.row_list import RowList

INSIDE = 8
"""Rows that are seen of a list that is drawn ten high."""


class Words(RowList[str]):
    def __init__(self):
        super().__init__("Words")
        self.told = []

    def draw(self, row):
        return Content.styled(row, "$secondary")

    def moved(self, index):
        self.told.append(("moved", index))

    def chosen(self, index):
        self.told.append(("chosen", index))


class Asked(Sequence):
    """Rows that are counted as they are asked for."""

    def __init__(self, count):
        self.count, self.asked = count, []

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        self.asked.append(index)
        return f"row {index}"


def seen(words):
    return [
        words.render_line(y).text.rstrip() for y in range(words.scrollable_content_region.height)
    ]


def many(count):
    return [f"row {index}" for index in range(count)]


async def shown(pilot, rows, selected=0):
    words = pilot.app.shown
    words.show_rows(rows, selected)
    words.focus()
    await pilot.pause()
    return words


@pytest.mark.parametrize(
    ("keys", "stands"),
    [
        ("j", 1),
        ("down", 1),
        ("k", 99),
        ("k j", 0),
        ("G", 99),
        ("end", 99),
        ("G g", 0),
        ("end home", 0),
        ("pagedown", INSIDE),
        ("pagedown pagedown pageup", INSIDE),
        ("pageup", 0),
        ("G pagedown", 99),
    ],
)
async def test_keys_move_and_go_round_the_ends(keys, stands):
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, many(100))
        await pilot.press(*keys.split())
        assert words.highlighted == stands
        assert f"row {stands}" in seen(words)


async def test_without_a_place_keys_begin_at_an_end():
    for key, stands in (("j", 0), ("k", 9), ("pagedown", 9), ("pageup", 0)):
        async with drawn(Words(), (20, 10)) as pilot:
            words = await shown(pilot, many(10), None)
            await pilot.press("enter", key)
            assert words.told == [("moved", stands)]


async def test_an_empty_list_takes_all_keys():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, [])
        await pilot.press("j", "k", "g", "G", "pagedown", "pageup", "enter")
        assert words.told == []


async def test_a_click_moves_and_takes_and_the_empty_space_does_nothing():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, many(4))
        await pilot.click(Words, Offset(3, 3))
        assert words.told == [("moved", 2), ("chosen", 2)]
        await pilot.click(Words, Offset(3, 3))
        assert words.told[2:] == [("chosen", 2)]
        await pilot.click(Words, Offset(3, 7))
        await pilot.click(Words, Offset(3, 0))
        assert len(words.told) == 3


async def test_a_click_into_a_scrolled_list_takes_what_is_seen_there():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, many(100), 50)
        row = seen(words)[1]
        await pilot.click(Words, Offset(3, 2))
        assert words.told[-1] == ("chosen", int(row.split()[1]))


async def test_the_wheel_scrolls_and_moves_nobody():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, many(100))
        wheel = MouseScrollDown(words, 3, 3, 0, 1, 0, False, False, False, 3, 3)
        words.post_message(wheel)
        await pilot.pause()
        await pilot.wait_for_animation()
        assert seen(words)[0] != "row 0"
        assert (words.highlighted, words.told) == (0, [])
        words.show_rows(many(101), 0)
        await pilot.pause()
        assert seen(words)[0] != "row 0"


async def test_the_row_under_the_cursor_and_that_under_the_mouse_look_different():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, many(4))
        await pilot.hover(Words, Offset(3, 3))
        colours = {words.render_line(y)._segments[0].style.bgcolor for y in (0, 1, 2)}
        assert len(colours) == 3
        before = words.render_line(0)
        pilot.app.screen.set_focus(None)
        await pilot.pause()
        assert words.render_line(0) != before


async def test_wide_and_long_rows_keep_to_their_line():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, ["漢字" * 40, "é" * 99, "short"])
        lines = [words.render_line(y) for y in range(INSIDE)]
        assert {line.cell_length for line in lines} == {18}
        assert lines[0].text.endswith("…") or lines[0].text.endswith("… ")
        assert lines[1].text == "é" * 17 + "…"


async def test_what_has_changed_is_seen_at_the_next_showing():
    rows = many(4)
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, rows)
        rows[1] = "other"
        words.show_rows(rows, 0)
        await pilot.pause()
        assert seen(words)[:3] == ["row 0", "other", "row 2"]
        words.show_rows(rows[:2], 1)
        await pilot.pause()
        assert seen(words)[:3] == ["row 0", "other"]


async def test_a_shorter_list_is_seen_from_where_the_reader_stands():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, many(100), 20)
        words.scroll_end(animate=False)
        await pilot.pause()
        words.show_rows(many(30), 20)
        await pilot.pause()
        assert "row 20" in seen(words)


async def test_another_width_is_filled_at_once():
    async with drawn(Words(), (20, 10)) as pilot:
        words = await shown(pilot, ["é" * 99])
        await pilot.resize_terminal(30, 10)
        assert words.render_line(0).cell_length == 28


async def test_another_theme_is_worn_at_once():
    async with drawn(Words(), (20, 10)) as pilot:
        for name in ("red", "blue"):
            pilot.app.register_theme(Theme(name, primary="#808080", secondary=name))
        pilot.app.theme = "red"
        words = await shown(pilot, many(2))
        colours = {words.render_line(1)._segments[0].style.color}
        pilot.app.theme = "blue"
        await pilot.pause()
        assert words.render_line(1)._segments[0].style.color not in colours


async def test_no_row_is_asked_for_but_those_in_view():
    asked = {}
    for count in (100, 100_000):
        rows = Asked(count)
        async with drawn(Words(), (20, 10)) as pilot:
            await shown(pilot, rows, count // 2)
            for _ in range(5):
                rows.count += 1
                pilot.app.shown.show_rows(rows, count // 2)
                await pilot.pause()
            await pilot.press("j", "pagedown", "G", "g")
        asked[count] = len(rows.asked)
    assert asked[100_000] == asked[100] < 40 * INSIDE
