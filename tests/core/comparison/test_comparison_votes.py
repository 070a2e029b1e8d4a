import json
import os
import stat
from dataclasses import replace

import pytest

from kit.scripted import a_lane
from quayside.app.core.comparison.votes import (
    SCHEMA,
    Choice,
    Tally,
    Votes,
    VotesError,
    read_votes,
    votes_file,
    write_votes,
)
from quayside.app.core.lanes import Path
from quayside.app.core.secret import Secret

STRAIGHT, THROUGH = a_lane(), a_lane("smollm2", Path.PROXY)


def test_votes_are_told_from_either_lane():
    votes = Votes().with_vote(STRAIGHT, THROUGH, Choice.FIRST)
    votes = votes.with_vote(THROUGH, STRAIGHT, Choice.FIRST)
    votes = votes.with_vote(STRAIGHT, THROUGH, Choice.FIRST).with_vote(
        STRAIGHT, THROUGH, Choice.TIE
    )
    assert votes.between(STRAIGHT, THROUGH) == Tally(2, 1, 1)
    assert votes.between(THROUGH, STRAIGHT) == Tally(1, 2, 1)
    assert votes.between(STRAIGHT, a_lane("other")) == Tally()


def test_the_share_leaves_ties_out_and_has_an_interval():
    share = Tally(first=8, second=2, ties=5).share
    assert share is not None
    assert (share.value, share.count) == (0.8, 10)
    assert share.low == pytest.approx(0.490, abs=0.001)
    assert share.high == pytest.approx(0.943, abs=0.001)
    assert Tally(ties=3).share is None


def test_votes_come_back_from_their_file(tmp_path):
    file = votes_file(tmp_path / "made" / "for it")
    assert read_votes(file) == Votes()
    votes = Votes().with_vote(THROUGH, STRAIGHT, Choice.SECOND)
    write_votes(file, votes)
    assert read_votes(file) == votes
    assert os.listdir(file.parent) == ["votes.json"]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_file_holds_no_keys(tmp_path):

    file = votes_file(tmp_path)
    lane = replace(STRAIGHT, key=Secret("sk-hidden"))
    write_votes(file, Votes().with_vote(lane, THROUGH, Choice.TIE))
    assert "sk-hidden" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["", "no json", "[]", '{"schema": "quayside/votes/9", "pairs": []}', "\udcff"]
)
def test_a_file_that_is_no_tally_is_named_and_left_alone(tmp_path, text):
    file = votes_file(tmp_path)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(VotesError, match=r"votes\.json"):
        read_votes(file)
    assert file.read_bytes() == text.encode("utf-8", "surrogateescape")


def test_parts_of_another_shape_count_nothing(tmp_path):
    file = votes_file(tmp_path)
    pairs = [{"lanes": ["a"], "wins": "x"}, 7, {"lanes": ["a", "b"], "wins": [1, -4, 9]}]
    file.write_text(json.dumps({"schema": SCHEMA, "pairs": pairs}), "utf-8")
    assert read_votes(file).tallies["a", "b"].first == 1
