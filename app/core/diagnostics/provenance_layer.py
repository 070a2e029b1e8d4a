"""Where the base came from: variables that disagree, and those that are set and say nothing."""

from collections.abc import Mapping

from ..settings import FROM_DEFAULT
from ..settings_loading import load_settings
from ..wire.address import AddressError, parse_engine_base, place_of
from .alternatives import alternatives
from .model import Change, Evidence, Outcome, Status
from .outcomes import passed, without_login
from .settings_layer import RUNNER_BASE
from .site import Site

BASES = ("QUAYSIDE_BASE", "DOCKER_MODEL_RUNNER_API_BASE", "MODEL_RUNNER_HOST")
"""First wins; LiteLLM reads the second, Docker's own CLI the third."""
_DOCKERS = "MODEL_RUNNER_HOST"


async def base_sources(site: Site) -> Outcome:
    """Every variable that names a base, and which of them is in effect."""
    source, base = site.subject.source_of("api_base"), site.engine.base
    if source and not _same_server(site.subject.value_of("api_base"), base):
        source = "the lane itself"
    rows = tuple(_rows(site.environment, source))
    silent = [name for name in BASES if site.environment.get(name, "x").strip() == ""]
    if silent and source == FROM_DEFAULT:
        return await _silent(site, silent, rows)
    dockers = _dockers_base(site.environment)
    if dockers and not _same_server(dockers, base):
        return _two_runners(dockers, base, rows)
    return passed(f"the base comes from {source or 'the lane itself'}", *rows)


def _rows(environment: Mapping[str, str], source: str) -> list[Evidence]:
    rows = [Evidence("in effect", source)] if source else []
    for name in BASES:
        value = environment.get(name)
        if value is None or source == f"environment {name}":
            continue
        told = f"passed over: {without_login(value)}" if value.strip() else "empty: counts as unset"
        rows.append(Evidence(name, told))
    return rows


def _dockers_base(environment: Mapping[str, str]) -> str:
    """As Docker's CLI would read it, with the scheme that MODEL_RUNNER_TLS gives."""
    names = (_DOCKERS, "MODEL_RUNNER_TLS")
    own = {name: environment[name] for name in names if name in environment}
    found = load_settings({}, own).api_base
    return "" if found.source == FROM_DEFAULT else found.value


def _same_server(one: str, other: str) -> bool:
    try:
        return place_of(parse_engine_base(one)) == place_of(parse_engine_base(other))
    except AddressError:
        return True


async def _silent(site: Site, names: list[str], rows: tuple[Evidence, ...]) -> Outcome:
    others = await alternatives(site, gateways=False)
    return Outcome(
        status=Status.WARN,
        summary=f"{names[0]} is set and empty, so that a default is in effect",
        evidence=rows,
        cause="an empty variable counts as unset, for LiteLLM too; something that should have "
        "filled it in had no value",
        cure="Give it the base that was meant.",
        changes=(Change("api_base", others[0].base if others else RUNNER_BASE),),
    )


def _two_runners(dockers: str, base: str, rows: tuple[Evidence, ...]) -> Outcome:
    return Outcome(
        status=Status.WARN,
        summary=f"`docker model` asks {without_login(dockers)}, and Quayside another server",
        evidence=rows,
        cause=f"{_DOCKERS} and the base in effect name two places: what `docker model pull` "
        f"pulls is not where Quayside asks for it ({without_login(base)})",
        cure=f"Unset {_DOCKERS}, or give both the same server.",
        command=f"unset {_DOCKERS}",
    )
