"""What LiteLLM would send from the same settings, and what this server answers to it."""

from ..runner.api import EngineProbe, Verdict
from ..wire.address import EngineAddress
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
    base, address, api = site.engine.base.strip(), site.engine_address, site.engine_api
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
