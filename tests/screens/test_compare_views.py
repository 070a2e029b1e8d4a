import pytest

from kit.comparing import DIGITS, compared, view
from kit.scripted import ScriptedSource, a_lane, answer, failing
from kit.stories import TWO_LANES, story
from quayside.app.core.lanes import Path

HOSTILE = "[red]x[/red] \x1b[31m[@click=app.quit]y[/]"


def differing():
    left, right = answer("the sea ", "is blue"), answer("the sea ", "was blue")
    return ScriptedSource({"sdk": left, "proxy": right})


async def test_each_view_is_behind_its_digit_and_beside_the_last_one():
    async with story() as told:
        await compared(told)
        for name in DIGITS:
            assert f"[{DIGITS[name]} {name}]" in await view(told, name)
        await told.press("right")
        assert "[1 figures]" in told.text()
        await told.press("left")
        assert "[6 records]" in told.text()


async def test_plots_show_the_answers_and_the_difference_of_one_figure_after_the_other():
    async with story() as told:
        await compared(told, rounds="8")
        text = await view(told, "plots")
        assert "E2E, ms · each dot is one answer" in text
        assert "E2E less sdk's, ms" in text
        await told.press("n")
        assert "TTFT, ms · each dot is one answer" in told.text()
        await told.press("p", "p")
        assert "E2E, ms" not in told.text()


async def test_two_answers_stand_side_by_side_with_the_word_marked_where_they_part():
    async with story(differing()) as told:
        await compared(told)
        text = await view(told, "texts")
        assert "≠ they part at word 3: “is” or “was”" in text
        line = next(line for line in text.split("\n") if "the sea is blue" in line)
        assert "│ the sea was blue" in line


async def test_both_texts_scroll_together_and_go_to_the_first_difference():
    same = "one line of the text\n\n" * 60
    source = ScriptedSource({"sdk": answer(same + "left"), "proxy": answer(same + "right")})
    async with story(source, size=(80, 24)) as told:
        await compared(told)
        await view(told, "texts")
        assert "left" not in told.text().split("e text")[-1]
        await told.press("d")
        text = told.text()
        (line,) = [line for line in text.split("\n") if line.strip().startswith("left")]
        assert "│ right" in line


async def test_another_round_and_another_lane_are_a_key_away():
    lanes = (*TWO_LANES, a_lane("other", Path.PROXY))
    async with story(lanes=lanes) as told:
        await compared(told)
        assert "round 1 of 2" in await view(told, "texts")
        await told.press("n")
        assert "round 2 of 2" in told.text()
        await told.press("o")
        assert "3 proxy · other" in told.text()


async def test_every_request_is_listed_and_opens_with_its_phases_request_and_response():
    async with story() as told:
        await compared(told)
        text = await view(told, "exchanges")
        assert text.count("warm-up") == 2
        assert text.count("measured") == 4
        await told.press("down", "down", "enter")
        assert "measured, round 1" in told.text()
        assert "queue + prefill" in told.text()
        for key in ("2", "3"):
            await told.press(key)
            assert f"[{key} " in told.text()
        await told.press("n", "escape")
        assert told.screen.views.exchanges.exchanges.highlighted == 3


async def test_a_rejected_request_says_why_in_the_list():
    source = ScriptedSource({"sdk": failing(), "proxy": answer("fine")})
    async with story(source) as told:
        await compared(told, rounds="1")
        await view(told, "exchanges")
        await told.press("end", "up", "enter")
        assert "measured, round 1" in told.text()
        assert "lane 1: Nothing listens" in told.text()


async def test_the_wire_says_what_no_runner_told():
    async with story() as told:
        await compared(told)
        assert "No runner told what it received" in await view(told, "wire")


@pytest.mark.parametrize("name", ["figures", "plots", "texts", "exchanges", "wire"])
async def test_foreign_text_is_plain_in_every_view(name):
    source = ScriptedSource({"sdk": answer(HOSTILE), "proxy": answer(f"not {HOSTILE}")})
    lanes = [a_lane(HOSTILE), a_lane(HOSTILE, Path.PROXY)]
    async with story(source, lanes=lanes, size=(160, 40)) as told:
        await compared(told)
        text = await view(told, name)
        assert "\x1b" not in text
        if name in ("figures", "texts"):
            assert "[red]x[/red] ␛[31m[@click=app.quit]y[/]" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_line_of_the_footer_fits(size):
    async with story(size=size) as told:
        await compared(told)
        footer = told.text().split("\n")[-1]
        assert "Palette" in footer
        await view(told, "exchanges")
        await told.press("enter")
        assert "Copy" in told.text().split("\n")[-1]
