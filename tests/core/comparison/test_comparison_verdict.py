import random

import pytest

from kit.samples import a_sample, rounds_of
from quayside.app.core.comparison.admission import admit
from quayside.app.core.comparison.figures import TTFT, figure_named
from quayside.app.core.comparison.plan import Mode
from quayside.app.core.comparison.verdict import Outcome, judge, words


def said(samples, figure=TTFT, margin=None):
    verdict = judge(1, figure, admit(samples, Mode.OVERHEAD).of_lane(1), margin)
    assert verdict is not None
    return verdict, words(verdict, "proxy")


def noisy(count, more=0.0, spread=0.5, seed=1):
    chance = random.Random(seed)
    base = [20 + chance.gauss(0, spread) for _ in range(count)]
    return base, [20 + more + chance.gauss(0, spread) for _ in range(count)]


def test_a_slower_lane_is_said_with_its_interval():
    verdict, text = said(rounds_of(*noisy(40, more=6.0)))
    assert verdict.outcome is Outcome.MORE
    assert text.startswith("proxy is slower by ")
    assert text.endswith("]")
    low, high = (float(number) for number in text[text.index("[") + 1 : -1].split(", "))
    assert low < 6.0 < high
    assert verdict.difference.value == pytest.approx(6.0, abs=0.2)
    assert high - low < 1.5


def test_a_faster_lane_is_said_without_minus_signs():
    _, text = said(rounds_of(*noisy(40, more=-6.0)))
    assert text.startswith("proxy is faster by ")
    assert "-" not in text


def test_the_cost_of_the_second_place_is_nobodys():
    _, text = said(rounds_of(*noisy(40), lane_cost=9.0))
    assert text.startswith("proxy is the same within ±")


def test_more_tokens_a_second_are_faster():
    samples = [
        a_sample(lane, number, gaps=[5.0 if lane else 10.0] * 6)
        for number in range(12)
        for lane in (0, 1)
    ]
    assert said(samples, figure_named("decode"))[1].startswith("proxy is faster by ")
    assert said(samples, figure_named("icl"))[1].startswith("proxy is faster by 5.0 ms")


def test_what_cannot_be_told_says_how_many_more_pairs_would_tell():
    verdict, text = said(rounds_of(*noisy(12, more=1.0, spread=12.0)))
    assert verdict.outcome is Outcome.UNDECIDED
    assert text.startswith("proxy is undecided, [")
    assert text.endswith(f"about {verdict.missing} more pairs")
    assert verdict.missing > 10


def test_the_promised_pairs_do_decide():
    decided = 0
    for seed in range(20):
        verdict, _ = said(rounds_of(*noisy(12, more=0.5, spread=3.0, seed=seed)))
        more = 12 + verdict.missing + verdict.missing % 2
        again, _ = said(rounds_of(*noisy(more, more=0.5, spread=3.0, seed=seed + 100)))
        decided += again.outcome is not Outcome.UNDECIDED
    assert decided >= 12


def test_few_pairs_give_a_number_and_no_verdict():
    verdict, text = said(rounds_of([20.0, 20.0], [26.0, 26.0]))
    assert verdict.outcome is Outcome.TOO_FEW
    assert text == "proxy: +6.0 ms in 2 pairs; 8 make an interval"


def test_the_users_own_margin_decides_what_is_the_same():
    base, other = noisy(40, spread=2.0)
    assert said(rounds_of(base, other), margin=5.0)[0].outcome is Outcome.SAME
    assert said(rounds_of(base, other), margin=0.1)[0].outcome is Outcome.UNDECIDED


def test_a_figure_that_one_side_lacks_has_no_verdict():
    pairs = admit(rounds_of([20.0] * 8, [20.0] * 8), Mode.OVERHEAD).of_lane(1)
    assert judge(1, figure_named("claimed"), pairs) is None


@pytest.mark.parametrize("count", [8, 40])
def test_identical_times_are_the_same_within_nothing(count):
    assert said(rounds_of([20.0] * count, [20.0] * count))[1] == "proxy is the same within ±0.0 ms"
