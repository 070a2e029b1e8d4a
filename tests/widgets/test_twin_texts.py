from kit.drawn import drawn, rows
from quayside.widgets.exchange_list import ExchangeList, ExchangeRow
from quayside.widgets.scroll_page import ScrollPage
from quayside.widgets.twin_texts import Piece, TextSide, TwinTexts


def side(title, *pieces):
    return TextSide(title, "$lane-sdk", tuple(pieces))


async def test_both_texts_wrap_in_their_own_half():
    twins = TwinTexts()
    twins.show(side("left", Piece("one two three")), side("right", Piece("one")))
    async with drawn(twins, (23, 6)) as pilot:
        assert rows(pilot) == ["left       │ right", "one two    │ one", "three      │"]


async def test_words_that_differ_are_marked_also_without_colour():
    twins = TwinTexts()
    twins.show(
        side("left", Piece("a "), Piece("b", "first"), Piece(" c "), Piece("d", "differs")),
        side("right", Piece("a c")),
    )
    async with drawn(twins, (40, 6)):
        looks = {text.strip(): style for text, style, _ in twins.render_line(1) if text.strip()}
        assert looks["b"].reverse
        assert looks["d"].underline
        assert not looks["a"].underline


async def test_the_line_where_they_part_is_known():
    twins = TwinTexts()
    twins.show(side("left", Piece("a\nb\nc ")), side("right", Piece("a\nb\n"), Piece("x", "first")))
    async with drawn(twins, (40, 8)):
        assert twins.line_of_first == 3


async def test_foreign_text_stays_text():
    twins = TwinTexts()
    twins.show(side("[/x]", Piece("[bold]\x1b[2J")), side("r", Piece("\u202eabc")))
    async with drawn(twins, (60, 4)) as pilot:
        text = "\n".join(rows(pilot))
        assert "[/x]" in text
        assert "[bold]␛[2J" in text
        assert "‹202E›abc" in text


async def test_a_page_moves_both_texts_at_once_and_leaves_left_and_right_alone():
    twins = TwinTexts()
    lines = "\n".join(str(number) for number in range(40))
    twins.show(side("l", Piece(lines)), side("r", Piece(lines)))
    page = ScrollPage(twins)
    async with drawn(page, (30, 10)) as pilot:
        page.focus()
        await pilot.press("G")
        await pilot.wait_for_animation()
        left, right = rows(pilot)[-1].split("│")
        assert left.strip() == right.split()[0] == "39"
        await pilot.press("g", "j", "right", "left")
        await pilot.wait_for_animation()
        await pilot.pause()
        assert rows(pilot)[0].startswith(" 0")


def exchange(number, gaps=(10.0, 60.0)):
    return ExchangeRow("✓", "", f"[/x]{number}", "$lane-sdk", ("200", "\x1b[31m"), gaps, "why [b]")


async def test_exchanges_are_added_and_open_by_enter():
    listed, opened = ExchangeList(), []
    listed.post_message, send = (
        lambda message: opened.append(message) or send(message),
        listed.post_message,
    )
    async with drawn(listed, (60, 8)) as pilot:
        listed.show_rows([exchange(0)])
        listed.show_rows([exchange(0), exchange(1)])
        await pilot.pause()
        assert "✓ [/x]0 200 ␛[31m ▅▇ why [b]" in rows(pilot)[0]
        listed.focus()
        await pilot.press("j", "enter")
        await pilot.pause()
        found = [one for one in opened if isinstance(one, ExchangeList.Opened)]
        assert [one.index for one in found] == [1]
        listed.show_rows([exchange(5)])
        await pilot.pause()
        assert listed.option_count == 1
