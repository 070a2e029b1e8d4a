"""HTTP_PROXY and its kin: whether they would take a request out of its way."""

from collections.abc import Iterable, Mapping
from shlex import quote
from urllib.parse import urlsplit

from ..wire.address import AddressError, EngineAddress, parse_engine_base
from ..wire.connections import is_local, is_loopback
from .model import Evidence, Outcome, Status
from .outcomes import passed
from .site import Site, host_and_port

EXCEPTIONS = "localhost,127.0.0.1,::1"


async def proxy_variables(site: Site) -> Outcome:
    """Quayside goes straight to loopback; LiteLLM and curl obey the variables."""
    variables = _set(site.environment)
    if not variables:
        return passed("no HTTP proxy is set")
    evidence = tuple(Evidence(name, _without_login(value)) for name, value in variables.items())
    taken = [base for base in _bases(site) if _takes(base, site.environment)]
    hosts = [host_and_port(parse_engine_base(base))[0] for base in taken]
    if not taken:
        return passed("an HTTP proxy is set, and these hosts are exempt", *evidence)
    return Outcome(
        status=Status.WARN,
        summary=f"an HTTP proxy would get LiteLLM's requests to {', '.join(taken)}",
        evidence=evidence,
        cause=_cause(site.environment),
        cure="Exempt this machine from the HTTP proxy.",
        command=_exemption(site.environment, hosts),
    )


def _cause(environment: Mapping[str, str]) -> str:
    words = "NO_PROXY does not name this machine; Quayside itself goes straight to it"
    odd = [one for one in _entries(environment) if "/" in one or one.count(":") == 1]
    if odd:
        words += f". LiteLLM takes whole host names alone: '{odd[0]}' counts for curl, not for it"
    if not any(environment.get(name) for name in ("http_proxy", "all_proxy")):
        words += ". curl reads http_proxy in small letters alone: it works where LiteLLM fails"
    return words


def _exemption(environment: Mapping[str, str], hosts: Iterable[str]) -> str:
    """One line that adds to what is exempt already."""
    names = [*_entries(environment), *EXCEPTIONS.split(","), *hosts]
    value = quote(",".join(dict.fromkeys(names)))
    return f"export NO_PROXY={value} no_proxy={value}"


def proxy_for(address: EngineAddress, environment: Mapping[str, str]) -> str:
    """The HTTP proxy that Quayside's own requests to a remote host go through, or empty."""
    if is_loopback(address):
        return ""
    host, scheme = host_and_port(address)[0], urlsplit(address.origin).scheme
    names = (f"{scheme}_proxy", "all_proxy")
    value = next((found for name in names if (found := _variable(environment, name))), "")
    return "" if _is_exempt(host, environment) else _without_login(value)


def _bases(site: Site) -> list[str]:
    lanes = (site.subject.engine, site.subject.proxy)
    return [lane.base for lane in lanes if lane is not None]


def _takes(base: str, environment: Mapping[str, str]) -> bool:
    try:
        address = parse_engine_base(base)
    except AddressError:
        return False
    local = is_local(address) and not address.socket
    return local and not _is_passed_by(host_and_port(address)[0], environment)


def _is_passed_by(host: str, environment: Mapping[str, str]) -> bool:
    """Whether LiteLLM leaves the HTTP proxy out, in whatever way it is called.

    Seen with 1.106.2: of `localhost:12434` and `.localhost` either its synchronous or its
    asynchronous calls take no notice; of networks such as `127.0.0.0/8` none does.
    """
    entries = _entries(environment)
    return "*" in entries or any(
        host == entry or host.endswith(f".{entry.lstrip('.')}") for entry in entries
    )


def _entries(environment: Mapping[str, str]) -> list[str]:
    return [one for part in _variable(environment, "no_proxy").split(",") if (one := part.strip())]


def _is_exempt(host: str, environment: Mapping[str, str]) -> bool:
    names = [_without_port(entry).lstrip(".") for entry in _entries(environment)]
    return "*" in names or any(host == name or host.endswith(f".{name}") for name in names)


def _without_port(entry: str) -> str:
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def _set(environment: Mapping[str, str]) -> dict[str, str]:
    names = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    values = {name.upper(): _variable(environment, name) for name in names}
    found = {name: value for name, value in values.items() if value}
    return {} if set(found) <= {"NO_PROXY"} else found


def _variable(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "") or environment.get(name.upper(), "")


def _without_login(value: str) -> str:
    head, at, rest = value.rpartition("@")
    scheme, mark, _ = head.partition("://")
    return f"{scheme}{mark}••••@{rest}" if at and mark else rest if at else value
