"""What can be voted on: pairs of answers that differ, each once."""

from dataclasses import dataclass

from ...core.comparison.votes import Tally
from ...core.lanes import Lane
from .result import Result
from .text_rows import text_pairs


@dataclass(frozen=True, slots=True)
class Ballot:
    """Two answers to one prompt; `first` and `second` are their lanes."""

    prompt: str
    first: Lane
    second: Lane
    names: tuple[str, str]
    texts: tuple[str, str]


def ballots(result: Result) -> list[Ballot]:
    """Equal answers are nothing to vote on, and a lane against itself is no contest."""
    found: dict[tuple[int, tuple[str, str]], Ballot] = {}
    for lane in range(1, len(result.lanes)):
        if result.lanes[lane].text == result.lanes[0].text:
            continue
        for pair in text_pairs(result, lane):
            texts = (pair.left.answer.text, pair.right.answer.text)
            if texts[0] != texts[1]:
                found.setdefault((lane, texts), _ballot(result, lane, pair.agreement.prompt, texts))
    return list(found.values())


def tally_words(tally: Tally, names: tuple[str, str]) -> str:
    """`So far: 3 for sdk, 1 for proxy, 2 ties; sdk was preferred in 75 % [30, 95].`"""
    ties = "1 tie" if tally.ties == 1 else f"{tally.ties} ties"
    said = f"So far: {tally.first} for {names[0]}, {tally.second} for {names[1]}, {ties}"
    share = tally.share
    if share is None or share.low is None or share.high is None:
        return f"{said}."
    percent = share.times(100)
    bounds = f"[{percent.low:.0f}, {percent.high:.0f}]"
    return f"{said}; {names[0]} was preferred in {percent.value:.0f} % {bounds}."


def _ballot(result: Result, lane: int, prompt: int, texts: tuple[str, str]) -> Ballot:
    names = result.names
    return Ballot(
        prompt=result.plan.prompts[prompt],
        first=result.lanes[0],
        second=result.lanes[lane],
        names=(names[0], names[lane]),
        texts=texts,
    )
