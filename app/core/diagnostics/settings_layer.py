"""Settings: what is in effect, where it came from, and whether it can be read at all."""

from ..settings import DEFAULT_MODEL
from ..wire.address import (
    ENGINE_NAMES,
    AddressError,
    EngineAddress,
    parse_engine_base,
    parse_gateway_base,
)
from .model import Change, Evidence, Outcome, Status
from .outcomes import passed
from .site import Site


async def engine_base(site: Site) -> Outcome:
    """The engine's base URL, and where its requests really go."""
    base, source = site.engine.base, site.subject.source_of("api_base")
    try:
        address = parse_engine_base(base)
    except AddressError as problem:
        return _unreadable(base, source, problem)
    return passed(f"requests go to {address.chat_url}", *_origin(address, source))


async def proxy_base(site: Site) -> Outcome:
    """The proxy's base URL."""
    base, source = site.proxy.base, site.subject.source_of("proxy_base")
    try:
        address = parse_gateway_base(base)
    except AddressError as problem:
        return _unreadable(base, source, problem)
    return passed(f"requests go to {address.chat_url}", *_origin(address, source))


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
    engine, slash, rest = model.partition("/")
    if slash and engine in ENGINE_NAMES:
        return Outcome(
            status=Status.WARN,
            summary=f"the model's name begins with the engine '{engine}'",
            evidence=evidence,
            cause="the engine is named in the base URL, the model in the request alone",
            cure=f"Name the model '{rest}' and give a base that ends with /engines/{engine}.",
            changes=(Change("model", rest),),
        )
    return passed(f"the model is {model}", *evidence)


def _unreadable(base: str, source: str, problem: AddressError) -> Outcome:
    return Outcome(
        status=Status.FAIL,
        summary="the base URL cannot be used",
        evidence=_source(source),
        cause=str(problem),
        cure="Write the base as http://HOST:PORT/engines/ENGINE for a runner, "
        "or as http://HOST:PORT for a proxy.",
        command="export QUAYSIDE_BASE=http://localhost:12434/engines/llama.cpp",
    )


def _origin(address: EngineAddress, source: str) -> tuple[Evidence, ...]:
    return (Evidence("base", address.given), *_source(source))


def _source(source: str) -> tuple[Evidence, ...]:
    return (Evidence("from", source),) if source else ()
