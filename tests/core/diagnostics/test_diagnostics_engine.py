import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx
import pytest

from quayside.app.core.diagnostics.checks import checks_for
from quayside.app.core.diagnostics.engine import run_checks, with_needs
from quayside.app.core.diagnostics.model import (
    Check,
    Evidence,
    Finding,
    Outcome,
    Status,
    Subject,
    finding_to_json,
)
from quayside.app.core.diagnostics.site import Limits, NoClient, Site, Surroundings
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret

ENGINE = Lane(Path.SDK, "smollm2", "http://localhost:12434", Secret("sk-very-secret"))
PROXY = Lane(Path.PROXY, "smollm2", "http://localhost:4000")


def site(limits: Limits | None = None) -> Site:
    return Site(Subject(engine=ENGINE), limits or Limits(), Surroundings())


def saying(status: Status, summary: str = "so it is") -> Outcome:
    return Outcome(status=status, summary=summary)


def check(name: str, status: Status = Status.PASS, *needs: str) -> Check:
    async def run(_site: Site) -> Outcome:
        return saying(status)

    return Check(name=name, title=f"Title of {name}", run=run, needs=needs)


async def statuses(*checks: Check) -> dict[str, str]:
    return {one.check: str(one.status) async for one in run_checks(checks, site())}


async def test_findings_come_in_the_order_of_the_checks_though_all_run_at_once() -> None:
    gate = asyncio.Event()

    async def waits(_site: Site) -> Outcome:
        await gate.wait()
        return saying(Status.PASS)

    async def opens(_site: Site) -> Outcome:
        gate.set()
        return saying(Status.PASS)

    first = Check(name="a", title="A", run=waits)
    second = Check(name="b", title="B", run=opens)
    assert list(await statuses(first, second)) == ["a", "b"]


async def test_what_a_failed_check_holds_up_is_skipped_all_the_way() -> None:
    found = await statuses(
        check("a", Status.FAIL), check("b", Status.PASS, "a"), check("c", Status.PASS, "b")
    )
    assert found == {"a": "fail", "b": "skip", "c": "skip"}


async def test_a_warning_holds_nothing_up() -> None:
    found = await statuses(check("a", Status.WARN), check("b", Status.PASS, "a"))
    assert found == {"a": "warn", "b": "pass"}


@pytest.mark.parametrize("limits", [Limits(check=0.01, whole=600), Limits(check=600, whole=0.01)])
async def test_a_check_that_hangs_fails_at_its_deadline(limits: Limits) -> None:
    async def hangs(_site: Site) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    checks = [Check(name="a", title="A", run=hangs), check("b", Status.PASS, "a")]
    async with asyncio.timeout(5):
        found = [one async for one in run_checks(checks, site(limits))]
    assert [one.status for one in found] == [Status.FAIL, Status.SKIP]
    assert found[0].cure


async def test_a_run_that_is_closed_leaves_no_check_running() -> None:
    ended = asyncio.Event()
    before = asyncio.all_tasks()

    async def hangs(_site: Site) -> Outcome:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        raise AssertionError

    checks = [check("a"), Check(name="b", title="B", run=hangs)]
    patient = site(Limits(check=600, whole=600))
    async with asyncio.timeout(5), aclosing(run_checks(checks, patient)) as findings:
        async for _ in findings:
            break
    assert ended.is_set()
    assert asyncio.all_tasks() == before


async def test_an_unusable_http_proxy_is_a_finding() -> None:
    async def breaks(_site: Site) -> Outcome:
        raise NoClient("Unknown scheme for proxy URL")

    (found,) = [one async for one in run_checks([Check(name="a", title="A", run=breaks)], site())]
    assert found.status is Status.FAIL
    assert found.evidence[0].text == "Unknown scheme for proxy URL"


async def test_keys_are_masked_wherever_a_server_echoes_them() -> None:
    async def echoes(_site: Site) -> Outcome:
        words = "got sk-very-secret"
        seen = (Evidence("answer", words),)
        return Outcome(
            status=Status.FAIL, summary=words, evidence=seen, cause=words, cure=words, command=words
        )

    (found,) = [one async for one in run_checks([Check(name="a", title="A", run=echoes)], site())]
    assert "sk-very-secret" not in repr(found)
    assert "sk-very-secret" not in str(finding_to_json(found))
    assert found.evidence[0].text == "got ••••"


def test_json_has_all_keys_always() -> None:
    finding = Finding(
        check="a.b",
        title="A",
        status=Status.WARN,
        summary="s",
        evidence=(Evidence("request", "GET /"),),
    )
    assert finding_to_json(finding) == {
        "check": "a.b",
        "title": "A",
        "status": "warn",
        "summary": "s",
        "evidence": [{"label": "request", "text": "GET /"}],
        "cause": "",
        "cure": "",
        "command": "",
        "changes": [],
        "offers": [],
        "links": [],
        "milliseconds": 0.0,
    }


def test_checks_apply_to_the_lanes_that_are_there() -> None:
    def names(subject: Subject, deep: bool = False) -> set[str]:
        return {one.name for one in checks_for(subject, deep)}

    assert "settings.proxy" not in names(Subject(engine=ENGINE))
    assert "settings.base" not in names(Subject(proxy=PROXY))
    assert "stream.engine" not in names(Subject(engine=ENGINE))
    assert "stream.engine" in names(Subject(engine=ENGINE), deep=True)


def test_checks_stand_behind_what_they_need() -> None:
    seen = set[str]()
    for one in checks_for(Subject(engine=ENGINE, proxy=PROXY), deep=True):
        assert set(one.needs) <= seen
        seen.add(one.name)


def test_one_check_brings_all_that_it_needs() -> None:
    chosen = with_needs("route.engine", checks_for(Subject(engine=ENGINE)))
    assert [one.name for one in chosen] == [
        "settings.base",
        "network.name",
        "network.connection",
        "tls.engine",
        "listener.engine",
        "route.engine",
    ]
    assert with_needs("no.such", checks_for(Subject(engine=ENGINE))) == []


def test_a_subject_takes_the_first_lane_of_each_path() -> None:
    other = Lane(Path.SDK, "other", "http://x")
    subject = Subject.of_lanes([PROXY, ENGINE, other])
    assert (subject.engine, subject.proxy) == (ENGINE, PROXY)
    assert Subject.of_lanes([]).engine is None


async def test_connections_are_closed_at_the_end() -> None:
    clients = list[httpx.AsyncClient]()

    class Stream(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{}"

    def client_for(_address: object) -> httpx.AsyncClient:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=Stream()))
        clients.append(httpx.AsyncClient(transport=transport))
        return clients[-1]

    async def asks(here: Site) -> Outcome:
        await here.engine_api.get("/")
        await here.engine_api.get("/version")
        return saying(Status.PASS)

    here = Site(Subject(engine=ENGINE), Limits(), Surroundings(client_for=client_for))
    assert [one async for one in run_checks([Check(name="a", title="A", run=asks)], here)]
    assert [client.is_closed for client in clients] == [True]
