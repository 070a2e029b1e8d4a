import csv
import os

import pytest
from chaos.memory import MOST_GROWTH, Curve, Reading, screen_name


def a_curve(*sizes, life=1, every=20.0):
    return [
        Reading(number * every, life, size, 0, "chat") for number, size in enumerate(sizes, start=1)
    ]


def test_memory_that_rises_at_first_alone_does_not_grow():
    assert Curve(a_curve(50, 80, 90, *[100] * 10)).growth() == pytest.approx(1.0)


def test_memory_that_rises_all_the_time_grows():
    assert Curve(a_curve(*range(100, 300, 10))).growth() > MOST_GROWTH


def test_a_short_life_tells_no_growth():
    assert Curve([]).growth() is None
    assert Curve(a_curve(100, 200, 300)).growth() is None


def test_growth_is_that_of_the_longest_life():
    first, second = a_curve(*[900] * 3), a_curve(*[100] * 12, life=2)
    assert Curve([*first, *second]).growth() == 1.0


def test_the_readings_are_written_with_children_apart(tmp_path):
    curve = Curve()
    curve.read(1.5, 1, os.getpid(), "╭─ Prompt ─╮")
    curve.write(tmp_path / "curve.csv")
    with (tmp_path / "curve.csv").open() as opened:
        (row,) = csv.DictReader(opened)
    assert row["screen"] == "chat"
    assert set(row) == {"seconds", "life", "workbench", "children", "screen"}


def test_a_screen_is_known_by_its_title():
    assert screen_name("╭─ Prompt ─╮╭─ Rounds ─╮") == "compare"
    assert screen_name("nothing") == "other"
