"""Runs checks: all at once where they may, none without what it needs, each within a deadline."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

from .checks import checks_for
from .model import (
    Begun,
    Check,
    Evidence,
    Finding,
    Outcome,
    Planned,
    Status,
    Step,
    Subject,
    command_of,
)
from .site import Limits, NoClient, Site, Surroundings

_BLOCKING = (Status.FAIL, Status.SKIP)


async def diagnose(
    subject: Subject,
    deep: bool = False,
    *,
    limits: Limits | None = None,
    surroundings: Surroundings | None = None,
) -> AsyncGenerator[Finding, None]:
    """Findings in the order of the checks, each as soon as it and those before it are there.

    Ends within `limits.whole` seconds, deep checks aside. Closing the generator ends all checks.
    """
    checks = checks_for(subject, deep)
    site = Site(subject, limits or Limits(), surroundings or Surroundings())
    async with aclosing(run_checks(checks, site)) as findings:
        async for finding in findings:
            yield finding


async def follow(
    subject: Subject,
    deep: bool = False,
    only: str = "",
    *,
    limits: Limits | None = None,
    surroundings: Surroundings | None = None,
) -> AsyncGenerator[Step, None]:
    """What happens, as it happens: the plan first, then each check as it begins and ends.

    `only` names one check, asked with those it needs; an empty plan says that it does not apply.
    """
    checks = checks_for(subject, deep or bool(only))
    chosen = with_needs(only, checks) if only else checks
    site = Site(subject, limits or Limits(), surroundings or Surroundings())
    async with aclosing(follow_checks(chosen, site)) as steps:
        async for step in steps:
            yield step


async def run_one(
    name: str,
    subject: Subject,
    *,
    limits: Limits | None = None,
    surroundings: Surroundings | None = None,
) -> Finding | None:
    """One check again, with those it needs; None where no such check applies to `subject`."""
    checks = with_needs(name, checks_for(subject, deep=True))
    site = Site(subject, limits or Limits(), surroundings or Surroundings())
    async with aclosing(run_checks(checks, site)) as findings:
        told = [finding async for finding in findings]
    return told[-1] if told else None


def with_needs(name: str, checks: Sequence[Check]) -> list[Check]:
    """The check called `name`, last, behind all that it needs; empty where there is none."""
    wanted = {name}
    for check in reversed(checks):
        if check.name in wanted:
            wanted.update(check.needs)
    chosen = [check for check in checks if check.name in wanted]
    return chosen if chosen and chosen[-1].name == name else []


async def run_checks(checks: Sequence[Check], site: Site) -> AsyncGenerator[Finding, None]:
    """Findings in the order of `checks`, each as soon as it and those before it are there."""
    found: dict[str, Finding] = {}
    left = [check.name for check in checks]
    async with aclosing(follow_checks(checks, site)) as steps:
        async for step in steps:
            if isinstance(step, Finding):
                found[step.check] = step
            while left and left[0] in found:
                yield found[left.pop(0)]


async def follow_checks(checks: Sequence[Check], site: Site) -> AsyncGenerator[Step, None]:
    """Runs `checks`, of which each stands behind those it needs; tells the plan, then each step.

    Closes `site` at the end.
    """
    steps: asyncio.Queue[Begun | asyncio.Task[Finding]] = asyncio.Queue()
    yield Planned(tuple(checks))
    async with _under_way(checks, site, steps.put_nowait) as tasks:
        for task in tasks:
            task.add_done_callback(steps.put_nowait)
        left = len(tasks)
        while left:
            step = await steps.get()
            left -= isinstance(step, asyncio.Task)
            yield step if isinstance(step, Begun) else step.result()


@asynccontextmanager
async def _under_way(
    checks: Sequence[Check], site: Site, tell: Callable[[Begun], None]
) -> AsyncGenerator[list[asyncio.Task[Finding]], None]:
    ends = _now() + site.limits.whole
    tasks: dict[str, asyncio.Task[Finding]] = {}
    for check in checks:
        needed = {name: tasks[name] for name in check.needs}
        tasks[check.name] = asyncio.create_task(_finding(check, site, needed, ends, tell))
    try:
        yield list(tasks.values())
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        await site.close()


async def _finding(
    check: Check,
    site: Site,
    needed: Mapping[str, asyncio.Task[Finding]],
    ends: float,
    tell: Callable[[Begun], None],
) -> Finding:
    for task in needed.values():
        found = await asyncio.shield(task)
        if found.status in _BLOCKING:
            return _named(check, _not_asked(found), site)
    began = _now()
    tell(Begun(check.name))
    limit = site.limits.deep if check.deep else min(site.limits.check, ends - began)
    outcome = await _outcome(check, site, limit)
    return replace(_named(check, outcome, site), seconds=_now() - began)


async def _outcome(check: Check, site: Site, limit: float) -> Outcome:
    try:
        async with asyncio.timeout(limit):
            return await check.run(site)
    except TimeoutError:
        return _too_slow(limit)
    except NoClient as problem:
        return _no_client(str(problem))
    # One faulty check must not take the findings of all others with it.
    except Exception as problem:
        return _broken(problem)


_BECAUSE = "not asked, because of: "


def _not_asked(blocking: Finding) -> Outcome:
    """Names the check that failed, and not each that it held up in turn."""
    held_up = blocking.status is Status.SKIP and blocking.summary.startswith(_BECAUSE)
    summary = blocking.summary if held_up else f"{_BECAUSE}{blocking.title}"
    return Outcome(status=Status.SKIP, summary=summary)


def _too_slow(limit: float) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="no answer in time",
        cause=f"the server took longer than {max(limit, 0):.1f} s, or hangs",
        cure="Look again; if it stays so, look into the log of the server.",
        command="docker model logs",
    )


def _broken(problem: Exception) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="the check itself broke off",
        evidence=(Evidence("problem", f"{type(problem).__name__}: {problem}"),),
        cause="a fault of Quayside's, not of yours",
        cure="Report it, with all findings as Markdown.",
        command="quayside doctor --markdown",
    )


def _no_client(words: str) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="no request can be made through the HTTP proxy of the environment",
        evidence=(Evidence("proxy", words),),
        cause="HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names a proxy that cannot be used",
        cure="Correct these variables, or unset them.",
        command="unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy",
    )


def _named(check: Check, outcome: Outcome, site: Site) -> Finding:
    evidence = [Evidence(item.label, site.masked(item.text)) for item in outcome.evidence]
    return Finding(
        check=check.name,
        title=check.title,
        status=outcome.status,
        summary=site.masked(outcome.summary),
        evidence=tuple(evidence),
        cause=site.masked(outcome.cause),
        cure=site.masked(outcome.cure),
        command=site.masked(outcome.command or command_of(outcome.changes)),
        changes=tuple(replace(one, value=site.masked(one.value)) for one in outcome.changes),
        links=outcome.links,
        offers=outcome.offers,
    )


def _now() -> float:
    return asyncio.get_running_loop().time()
