"""What LiteLLM would send from the same settings, and what this server answers to it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from shlex import quote

from ..gateway.environment import litellm_status
from ..lanes import MODEL_PREFIX, Lane
from ..locations import data_directory
from ..runner.api import EngineProbe, RunnerApi, Verdict
from ..settings import FROM_DEMO, FROM_DISCOVERY
from ..wire.address import AddressError, EngineAddress, litellm_base, parse_engine_base, place_of
from ..wire.litellm_request import litellm_url
from ..wire.profiles import SHAPES, Profile
from .litellm_words import litellm_words
from .model import Evidence, Outcome, Status
from .outcomes import clipped, passed
from .site import Site

BASE_VARIABLE = "DOCKER_MODEL_RUNNER_API_BASE"
EXPERIMENT = "EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER"
LINKS = ("https://github.com/BerriAI/litellm/pull/38893",)
PROFILES = (Profile.OPENAI_2, Profile.OPENAI_3, Profile.EXPERIMENTAL)
REACHED = (Verdict.ANSWERS, Verdict.KEY_WANTED)


async def litellm_request(site: Site) -> Outcome:
    """LiteLLM's SDK puts `/chat/completions` behind the base, and never a `/v1` before it."""
    lane = _as_litellm_reads(site)
    try:
        address = parse_engine_base(lane.base)
    except AddressError as problem:
        return _for_its_lane(_unreadable(problem), "")
    outcome = await _judged(site, lane, address)
    if site.subject.litellm is None or outcome.status is Status.PASS:
        return outcome
    lane_text = f"litellm:{lane.model}@{address.litellm_base}"
    return _for_its_lane(outcome, f"quayside chat hi --lane {lane_text}")


def _as_litellm_reads(site: Site) -> Lane:
    """The lane with the base that LiteLLM's own variable has for the same place, if it has one.

    A base that nobody wrote is in no file of LiteLLM's either: whoever writes it there takes
    the form that LiteLLM needs.
    """
    lane, own = site.litellm, site.environment.get(BASE_VARIABLE, "").strip()
    if site.subject.litellm is not None:
        return lane
    if own and same_place(own, lane.base):
        return replace(lane, base=own)
    unwritten = site.subject.source_of("api_base") in (FROM_DEMO, FROM_DISCOVERY)
    return replace(lane, base=litellm_base(lane.base)) if unwritten else lane


def same_place(one: str, other: str) -> bool:
    """Whether two bases, in whatever form, are meant for one chat route."""
    try:
        first, second = parse_engine_base(one), parse_engine_base(other)
    except AddressError:
        return one == other
    return place_of(first) == place_of(second) and first.root == second.root


async def _judged(site: Site, lane: Lane, address: EngineAddress) -> Outcome:
    base = lane.base.strip()
    if address.socket or "://" not in base:
        return _unreachable(address)
    probes = await _probes(site.api(address, lane), base)
    evidence = (*_told(probes), _prefix(lane.model))
    experiment = site.environment.get(EXPERIMENT, "").lower() == "true"
    usual, other = probes[Profile.OPENAI_2], probes[Profile.EXPERIMENTAL]
    asked = other if experiment else usual
    if asked.verdict in REACHED:
        return passed("LiteLLM's SDK reaches the chat route with this base", *evidence)
    if asked.verdict is Verdict.SILENT:
        return _silent(asked, evidence)
    if experiment and usual.verdict in REACHED:
        return _experiment(asked, evidence)
    return _wrong_base(address, asked, evidence)


async def _probes(api: RunnerApi, base: str) -> dict[Profile, EngineProbe]:
    """What each LiteLLM would be answered; those that ask for the same URL share one question."""
    urls = {profile: litellm_url(base, SHAPES[profile]) for profile in PROFILES}
    asked = {url: await api.probe(url) for url in dict.fromkeys(urls.values())}
    return {profile: asked[url] for profile, url in urls.items()}


def _for_its_lane(outcome: Outcome, command: str) -> Outcome:
    """What is a word of warning to Quayside's own client keeps LiteLLM's lane from answering."""
    return replace(outcome, status=Status.FAIL, command=command)


def _unreadable(problem: AddressError) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="the base of LiteLLM's lane cannot be used",
        cause=str(problem),
        cure="Write the base as http://HOST:PORT/engines/ENGINE/v1.",
    )


def _wrong_base(
    address: EngineAddress, usual: EngineProbe, evidence: tuple[Evidence, ...]
) -> Outcome:
    answer = usual.exchange
    adds = address.litellm_base.endswith("/v1")
    return Outcome(
        status=Status.WARN,
        summary=f"LiteLLM's SDK with this api_base gets {answer.status}"
        + ("; add /v1" if adds else ""),
        evidence=evidence,
        cause="LiteLLM sends POST {api_base}/chat/completions and adds no /v1 of its own; "
        "Quayside's own requests do not depend on it",
        cure=f"Give LiteLLM a base that ends with /v1: {address.litellm_base}",
        command=f"export {BASE_VARIABLE}={quote(address.litellm_base)}",
        links=LINKS,
    )


def _experiment(asked: EngineProbe, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"LiteLLM's experimental handler gets {asked.exchange.status} with this base",
        evidence=evidence,
        cause=f"{EXPERIMENT} is set: LiteLLM then adds /v1/chat/completions, so that a base "
        "with /v1 has it twice",
        cure="Unset it, as a base that ends with /v1 is what all other releases need.",
        command=f"unset {EXPERIMENT}",
    )


def _silent(usual: EngineProbe, evidence: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary="LiteLLM's request was not answered",
        evidence=evidence,
        cause=usual.exchange.seen,
        cure="Look at the checks above; when they pass, look again.",
    )


def _unreachable(address: EngineAddress) -> Outcome:
    socket = bool(address.socket)
    open_port = "docker desktop enable model-runner --tcp 12434"
    return Outcome(
        status=Status.WARN,
        summary="LiteLLM cannot use this base"
        + (": it reaches no unix socket" if socket else ": it has no http:// in front"),
        evidence=(Evidence("base", address.given),),
        cause="LiteLLM needs a full URL, http:// or https://",
        cure="Open the runner's TCP port and give LiteLLM that." if socket else "Write it whole.",
        command=open_port if socket else f"export {BASE_VARIABLE}={quote(address.litellm_base)}",
    )


async def litellm_installed(site: Site) -> Outcome:
    """Whether there is a LiteLLM that may be run; none is run, and none imported."""
    known = await asyncio.to_thread(
        litellm_status, site.environment, data_directory(site.environment)
    )
    refused = tuple(Evidence(str(one.script), one.reason) for one in known.refused)
    found = known.on_path or known.made
    if found is not None:
        return passed(f"LiteLLM {found.version}, run by {found.python}", *refused)
    return Outcome(
        status=Status.WARN,
        summary="there is no LiteLLM that may be run",
        evidence=refused,
        cause="A litellm lane runs the real LiteLLM, in an environment of its own.",
        cure="Install it, or open a litellm lane: it is made then.",
        command="quayside litellm install",
    )


def _prefix(model: str) -> Evidence:
    text = f"{MODEL_PREFIX}{model} (without the prefix: 'LLM Provider NOT provided', no request)"
    return Evidence("model for LiteLLM", text)


def _told(probes: Mapping[Profile, EngineProbe]) -> list[Evidence]:
    """The request of each LiteLLM, the answer, and what of it its user would read."""
    rows: list[Evidence] = []
    for profile, probe in probes.items():
        answer = probe.exchange
        title = SHAPES[profile].title
        seen = f"{clipped(answer.seen)} ({answer.milliseconds:.0f} ms)"
        rows += [Evidence(title, answer.request_line), Evidence("answer", seen)]
        if probe.verdict not in REACHED:
            rows.append(Evidence("LiteLLM says", clipped(litellm_words(profile, answer))))
    return rows
