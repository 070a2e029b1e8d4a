import asyncio
from contextlib import aclosing

from quayside.app.core.diagnostics.engine import follow, follow_checks
from quayside.app.core.diagnostics.model import (
    Begun,
    Check,
    Finding,
    Outcome,
    Planned,
    Status,
    Subject,
)
from quayside.app.core.diagnostics.site import Limits, Site, Surroundings
from quayside.app.core.lanes import Lane, Path

ENGINE = Lane(Path.SDK, "smollm2", "http://localhost:12434")
GOOD = Outcome(status=Status.PASS, summary="so it is")


def site() -> Site:
    return Site(Subject(engine=ENGINE), Limits(check=600, whole=600), Surroundings())


def told(step: Planned | Begun | Finding) -> str:
    match step:
        case Planned():
            return "plan " + " ".join(check.name for check in step.checks)
        case Begun():
            return f"begun {step.check}"
        case Finding():
            return f"{step.status} {step.check}"


async def steps_of(*checks: Check) -> list[str]:
    async with asyncio.timeout(5):
        return [told(step) async for step in follow_checks(checks, site())]


async def test_a_later_check_is_told_while_an_earlier_one_is_still_under_way() -> None:
    gate = asyncio.Event()

    async def waits(_site: Site) -> Outcome:
        await gate.wait()
        return GOOD

    async def at_once(_site: Site) -> Outcome:
        return GOOD

    checks = [Check(name="a", title="A", run=waits), Check(name="b", title="B", run=at_once)]
    seen = list[str]()
    async with asyncio.timeout(5), aclosing(follow_checks(checks, site())) as steps:
        async for step in steps:
            seen.append(told(step))
            if seen[-1] == "pass b":
                gate.set()
    assert seen == ["plan a b", "begun a", "begun b", "pass b", "pass a"]


async def test_what_is_held_up_never_begins() -> None:
    async def fails(_site: Site) -> Outcome:
        return Outcome(status=Status.FAIL, summary="no")

    checks = [
        Check(name="a", title="A", run=fails),
        Check(name="b", title="B", run=fails, needs=("a",)),
    ]
    assert await steps_of(*checks) == ["plan a b", "begun a", "fail a", "skip b"]


async def test_each_that_is_held_up_names_the_check_that_failed() -> None:
    async def fails(_site: Site) -> Outcome:
        return Outcome(status=Status.FAIL, summary="no")

    names = ("a", "b", "c")
    checks = [
        Check(name=name, title=name.upper(), run=fails, needs=names[:place][-1:])
        for place, name in enumerate(names)
    ]
    steps = [step async for step in follow_checks(checks, site())]
    summaries = [step.summary for step in steps if isinstance(step, Finding)]
    assert summaries == ["no", "not asked, because of: A", "not asked, because of: A"]


async def test_a_check_that_breaks_takes_no_other_with_it() -> None:
    async def breaks(_site: Site) -> Outcome:
        raise KeyError("engines")

    async def well(_site: Site) -> Outcome:
        return GOOD

    checks = [Check(name="a", title="A", run=breaks), Check(name="b", title="B", run=well)]
    async with asyncio.timeout(5):
        steps = [step async for step in follow_checks(checks, site())]
    found = {step.check: step for step in steps if isinstance(step, Finding)}
    assert found["a"].evidence[0].text == "KeyError: 'engines'"
    assert found["b"].status is Status.PASS
    assert found["b"].seconds >= 0


async def test_one_check_is_followed_with_what_it_needs_and_no_other() -> None:
    async with asyncio.timeout(5):
        steps = [told(one) async for one in follow(Subject(engine=ENGINE), only="settings.model")]
    assert steps == ["plan settings.model", "begun settings.model", "pass settings.model"]


async def test_a_check_that_does_not_apply_leaves_an_empty_plan() -> None:
    assert [told(one) async for one in follow(Subject(), only="proxy.key")] == ["plan "]
