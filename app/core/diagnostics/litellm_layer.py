"""What LiteLLM would send from the same settings, and what this server answers to it."""

import asyncio
from dataclasses import replace

from ..gateway.environment import litellm_status
from ..lanes import Lane
from ..locations import data_directory
from ..runner.api import EngineProbe, RunnerApi, Verdict
from ..wire.address import AddressError, EngineAddress, parse_engine_base
from ..wire.litellm_request import litellm_url
from ..wire.profiles import SHAPES, Profile
from .model import Evidence, Outcome, Status
from .outcomes import clipped, passed
from .site import Site

BASE_VARIABLE = "DOCKER_MODEL_RUNNER_API_BASE"
EXPERIMENT = "EXPERIMENTAL_OPENAI_BASE_LLM_HTTP_HANDLER=true"
LINKS = ("https://github.com/BerriAI/litellm/pull/38893",)
LEAKING = ("OPENAI_ORGANIZATION", "OPENAI_PROJECT_ID")


async def litellm_request(site: Site) -> Outcome:
    """LiteLLM's SDK puts `/chat/completions` behind the base, and never a `/v1` before it."""
    lane = site.litellm
    try:
        address = parse_engine_base(lane.base)
    except AddressError as problem:
        return _for_its_lane(_unreadable(problem), "")
    outcome = await _judged(lane, address, site.api(address, lane))
    if site.subject.litellm is None or outcome.status is Status.PASS:
        return outcome
    lane_text = f"litellm:{lane.model}@{address.litellm_base}"
    return _for_its_lane(outcome, f"quayside chat hi --lane {lane_text}")


async def _judged(lane: Lane, address: EngineAddress, api: RunnerApi) -> Outcome:
    base = lane.base.strip()
    if address.socket or "://" not in base:
        return _unreachable(address)
    usual = await api.probe(litellm_url(base, SHAPES[Profile.OPENAI_2]))
    other = await api.probe(litellm_url(base, SHAPES[Profile.EXPERIMENTAL]))
    evidence = (*_told("LiteLLM sends", usual), *_told(f"with {EXPERIMENT}", other))
    if usual.verdict in (Verdict.ANSWERS, Verdict.KEY_WANTED):
        return passed("LiteLLM's SDK reaches the chat route with this base", *evidence)
    if usual.verdict is Verdict.SILENT:
        return _silent(usual, evidence)
    return _wrong_base(address, usual, evidence)


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
        command=f"{BASE_VARIABLE}={address.litellm_base}",
        links=LINKS,
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
        command=open_port if socket else f"{BASE_VARIABLE}={address.litellm_base}",
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


async def litellm_environment(site: Site) -> Outcome:
    """Variables that LiteLLM reads behind the caller's back."""
    set_here = [name for name in LEAKING if site.environment.get(name)]
    base = site.environment.get(BASE_VARIABLE, "").strip()
    if set_here:
        return Outcome(
            status=Status.WARN,
            summary=f"LiteLLM would send {' and '.join(set_here)} to the local engine",
            cause="its OpenAI client adds them as headers to whatever server it talks to",
            cure="Unset them where LiteLLM talks to a local engine.",
            command=f"unset {' '.join(set_here)}",
        )
    seen = Evidence(BASE_VARIABLE, base or "not set: LiteLLM falls back to localhost:22088")
    return passed("no variable changes what LiteLLM sends", seen)


def _told(label: str, probe: EngineProbe) -> tuple[Evidence, Evidence]:
    answer = probe.exchange
    seen = f"{clipped(answer.seen)} ({answer.milliseconds:.0f} ms)"
    return Evidence(label, answer.request_line), Evidence("answer", seen)
