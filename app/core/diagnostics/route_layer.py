"""Whether the chat route exists and its engine is there, asked without loading a model."""

from difflib import get_close_matches

from ..runner.api import RunnerApi, RunnerApiError, Verdict
from ..runner.failing import failure_of
from ..runner.shapes import EngineStatus, EngineWord
from ..wire.address import DEFAULT_ENGINE
from .model import Change, Evidence, Outcome, Status
from .outcomes import evidence_of, of_failure, passed
from .site import Site


async def engine_route(site: Site) -> Outcome:
    """`POST {}`: a known engine asks for the model's name, an unknown one is named so."""
    api = site.engine_api
    probe = await api.probe_engine()
    evidence = evidence_of(probe.exchange)
    if probe.verdict is Verdict.KEY_WANTED:
        return passed("the chat route is there and asks for a key", *evidence)
    engines = await _engines(api)
    if probe.verdict is Verdict.ENGINE_UNKNOWN:
        return _unknown_engine(site, engines, evidence)
    if probe.verdict is not Verdict.ANSWERS:
        return of_failure(failure_of(site.engine, probe.exchange), *evidence[2:])
    engine = engines.get(site.engine_address.engine)
    return _judged(engine, evidence) if engine else passed("the chat route answers", *evidence)


async def _engines(api: RunnerApi) -> dict[str, EngineStatus]:
    try:
        return await api.status()
    except RunnerApiError:
        return {}


def _unknown_engine(
    site: Site, engines: dict[str, EngineStatus], evidence: tuple[Evidence, ...]
) -> Outcome:
    address = site.engine_address
    best = _nearest(address.engine, [name for name, one in engines.items() if one.usable])
    return Outcome(
        status=Status.FAIL,
        summary=f"the runner has no engine '{address.engine}'",
        evidence=(*evidence, Evidence("its engines", ", ".join(engines) or "not told")),
        cause="the engine in the base URL is misspelt, or is not part of this runner",
        cure=f"Name an engine that it has, such as {best}.",
        changes=(Change("api_base", address.with_engine(best).api_base),),
    )


def _nearest(name: str, usable: list[str]) -> str:
    near = get_close_matches(name, usable, n=1)
    return near[0] if near else DEFAULT_ENGINE


def _judged(engine: EngineStatus, evidence: tuple[Evidence, ...]) -> Outcome:
    evidence = (*evidence, Evidence("status", f"{engine.name}: {engine.text}"))
    if engine.word is EngineWord.NOT_INSTALLED:
        return Outcome(
            status=Status.FAIL,
            summary=f"the engine {engine.name} is known but not installed",
            evidence=evidence,
            cause="this runner came without it, or this machine cannot run it",
            cure="Install it, or use another engine.",
            command=f"docker model reinstall-runner --backend {engine.name}",
        )
    if engine.word is EngineWord.RUNNING and engine.details.endswith("unknown"):
        return Outcome(
            status=Status.WARN,
            summary=f"the engine {engine.name} may not start: its version is unknown",
            evidence=evidence,
            cause="the runner could not run the engine's program to ask for its version",
            cure="Look into the runner's log, or install the runner again.",
            command="docker model logs",
        )
    if engine.word is EngineWord.ERROR:
        return Outcome(
            status=Status.FAIL,
            summary=f"the engine {engine.name} has an error: {engine.details}",
            evidence=evidence,
            cause="the engine could not be installed or started",
            cure="Look into the runner's log.",
            command="docker model logs",
        )
    return passed(f"the engine {engine.name} answers at its chat route", *evidence)
