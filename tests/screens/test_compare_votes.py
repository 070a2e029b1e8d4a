import random

import pytest

from kit.comparing import compare, compared
from kit.scripted import ScriptedSource, a_lane, answer
from kit.stories import story
from quayside.app.core.comparison.votes import votes_file
from quayside.app.core.lanes import Path

HOSTILE = "[red]x[/red] \x1b[31m[@click=app.quit]y[/]"


def differing(left="the sea is blue", right="the sea was blue"):
    return ScriptedSource({"sdk": answer(left), "proxy": answer(right)})


async def vote(told, key):
    await told.press("v")
    await told.settle()
    before = told.text()
    await told.press(key)
    await told.settle()
    return before, told.text()


async def test_a_vote_is_blind_and_tells_the_names_and_the_tally_afterwards(tmp_path):
    async with story(differing(), data_directory=tmp_path) as told:
        await compared(told)
        before, after = await vote(told, "left")
        assert "Which answer is better? 1 of 1" in before
        assert "sdk" not in before
        assert "proxy" not in before
        assert "You took " in after
        await told.press("left")
        assert told.text() == after
        await told.press("enter")
        assert "1 tie" in (await vote(told, "equals_sign"))[1]


@pytest.mark.parametrize(
    ("chance", "left", "right"), [(0.9, "sdk", "proxy"), (0.1, "proxy", "sdk")]
)
@pytest.mark.parametrize("side", ["left", "right"])
async def test_the_side_that_was_taken_gets_the_vote(monkeypatch, chance, left, right, side):
    monkeypatch.setattr(random, "random", lambda: chance)
    async with story(differing()) as told:
        await compared(told)
        before, after = await vote(told, side)
        texts = next(line for line in before.split("\n") if "the sea" in line).split("│")
        assert ("is" in texts[0].split()) == (left == "sdk")
        taken = left if side == "left" else right
        assert f"You took {taken}. Left was {left}, right was {right}." in after
        counts = "1 for sdk, 0 for proxy" if taken == "sdk" else "0 for sdk, 1 for proxy"
        assert f"So far: {counts}, 0 ties" in after


async def test_votes_are_kept_on_this_machine_and_counted_on(tmp_path):
    for _ in range(2):
        async with story(differing(), data_directory=tmp_path) as told:
            await compared(told)
            _, after = await vote(told, "equals_sign")
    assert "0 for sdk, 0 for proxy, 2 ties" in after
    assert votes_file(tmp_path).exists()


async def test_foreign_text_is_plain_in_a_vote():
    lanes = [a_lane(HOSTILE), a_lane(HOSTILE, Path.PROXY)]
    source = differing(HOSTILE, f"not {HOSTILE}")
    async with story(source, lanes=lanes, size=(160, 40)) as told:
        await compared(told, prompt="[b]Which\x1b[/x]?")
        before, after = await vote(told, "right")
        assert "1 of 1 · [b]Which␛[/x]?" in before
        assert before.count("[red]x[/red] ␛[31m[@click=app.quit]y[/]") == 2
        assert "\x1b" not in before + after


async def test_equal_answers_are_nothing_to_vote_on():
    async with story(ScriptedSource({"sdk": answer("x"), "proxy": answer("x")})) as told:
        await compare(told)
        await told.settle()
        await told.press("v")
        assert "no two answers that differ" in told.text()
