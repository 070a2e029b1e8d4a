"""Settings as they are written: whether they can be read, and what does not belong in them."""

from collections.abc import Callable

from ..settings import DEFAULT_MODEL
from ..wire.address import (
    ENGINE_NAMES,
    AddressError,
    EngineAddress,
    parse_engine_base,
    parse_gateway_base,
)
from .mending import Mended, mended_base, mended_model
from .model import Change, Evidence, Outcome, Status
from .outcomes import passed
from .site import Site

RUNNER_BASE = "http://localhost:12434/engines/llama.cpp"
_PROXY_BASE = "http://localhost:4000"

Read = Callable[[str], EngineAddress]


async def engine_base(site: Site) -> Outcome:
    """The engine's base URL, and where its requests really go."""
    return _base(site, "api_base", site.engine.base, parse_engine_base)


async def proxy_base(site: Site) -> Outcome:
    """The proxy's base URL."""
    return _base(site, "proxy_base", site.proxy.base, parse_gateway_base)


async def model_setting(site: Site) -> Outcome:
    """The model's name as text; whether the runner has it is asked later."""
    model = site.engine.model
    evidence = _source(site.subject.source_of("model"))
    if not model:
        return Outcome(
            status=Status.FAIL,
            summary="no model is named",
            evidence=evidence,
            cause="a chat request needs the name of a model",
            cure="Name one with --model or QUAYSIDE_MODEL; `quayside models` lists them.",
            changes=(Change("model", DEFAULT_MODEL),),
        )
    mended = mended_model(model)
    if mended.faults:
        return _odd_model(model, mended, evidence)
    return passed(f"the model is {model}", *evidence)


def _odd_model(model: str, mended: Mended, evidence: tuple[Evidence, ...]) -> Outcome:
    engine = next((name for name in ENGINE_NAMES if f"{name}/" in model), "")
    more = f" and give a base that ends with /engines/{engine}" if engine else ""
    return Outcome(
        status=Status.WARN,
        summary=f"'{model}' is more than a model's name",
        evidence=evidence,
        cause="; ".join(mended.faults),
        cure=f"Name the model '{mended.text}'{more}.",
        changes=(Change("model", mended.text),),
    )


def _base(site: Site, setting: str, base: str, read: Read) -> Outcome:
    evidence = _source(site.subject.source_of(setting))
    mended = mended_base(base, site.environment)
    try:
        address = read(base)
    except AddressError as problem:
        return _unreadable(setting, mended, str(problem), read, evidence)
    if not mended.faults:
        given = Evidence("base", address.given)
        return passed(f"requests go to {address.chat_url}", given, *evidence)
    return _odd_base(setting, mended, address, read, evidence)


def _unreadable(
    setting: str, mended: Mended, problem: str, read: Read, evidence: tuple[Evidence, ...]
) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="the base URL cannot be used",
        evidence=evidence,
        cause="; ".join((problem, *mended.faults)),
        cure="Write the base as http://HOST:PORT/engines/ENGINE for a runner, "
        "or as http://HOST:PORT for a proxy.",
        changes=(Change(setting, _usable(setting, mended.text, read)),),
    )


def _odd_base(
    setting: str,
    mended: Mended,
    address: EngineAddress,
    read: Read,
    evidence: tuple[Evidence, ...],
) -> Outcome:
    """A base that can be read; where Quayside reaches the same route without its faults."""
    good = _usable(setting, mended.text, read)
    copes = read(good).chat_url == address.chat_url
    words = "Quayside passes over it, others do not" if copes else "nothing answers such a path"
    return Outcome(
        status=Status.WARN if copes else Status.FAIL,
        summary=f"the base URL is not as it should be: {mended.faults[0]}",
        evidence=(Evidence("base", address.given), *evidence),
        cause=f"{'; '.join(mended.faults)}. {words}",
        cure=f"Write it as {good}",
        changes=(Change(setting, good),),
    )


def _usable(setting: str, text: str, read: Read) -> str:
    try:
        read(text)
    except AddressError:
        return RUNNER_BASE if setting == "api_base" else _PROXY_BASE
    return text


def _source(source: str) -> tuple[Evidence, ...]:
    return (Evidence("from", source),) if source else ()
