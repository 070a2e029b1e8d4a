"""Scheme, host, port or unix socket of a base URL; what must not stand in one is refused."""

import ipaddress
import os.path
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

EXAMPLE = "http://localhost:12434/engines/llama.cpp"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class AddressError(ValueError):
    """A base URL that cannot be used; the message says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where to connect, and the path that was written behind it (not cleaned yet)."""

    origin: str
    socket: str
    path: str
    given: str


def read_origin(text: str) -> Origin:
    """Split a base URL. Raises `AddressError`; its message never repeats a key from the URL."""
    given = text.strip()
    _refuse_foreign_parts(given)
    found = _SCHEME.match(given)
    scheme = found.group(1).lower() if found else "http"
    rest = given[found.end() :] if found else given
    if scheme == "unix" or given.startswith("unix:"):
        return _unix(given, given.removeprefix("unix:").removeprefix("//"))
    if scheme == "http+unix":
        host, slash, path = rest.partition("/")
        return _unix(given, f"{unquote(host)}:{slash}{path}")
    if scheme not in _DEFAULT_PORTS:
        raise AddressError(
            f"'{given}' begins with '{scheme}://', which is not spoken here; "
            f"write http://, https:// or unix://, such as {EXAMPLE}"
        )
    return _tcp(given, scheme, rest)


def _refuse_foreign_parts(given: str) -> None:
    if not given:
        raise AddressError(f"the base URL is empty; write one such as {EXAMPLE}")
    if "?" in given or "#" in given:
        raise AddressError(
            "a base URL ends with its path: leave out '?' or '#' and what follows, "
            f"and write it such as {EXAMPLE}"
        )
    if any(character.isspace() or not character.isprintable() for character in given):
        raise AddressError(f"the base URL holds a space or a control character; try {EXAMPLE}")
    if "@" in given.partition("://")[2].partition("/")[0] or (
        "://" not in given and "@" in given.partition("/")[0]
    ):
        raise AddressError(
            "a base URL holds no user name or key: give the key as a setting of its own "
            f"(QUAYSIDE_KEY) and write the base such as {EXAMPLE}"
        )


def _unix(given: str, rest: str) -> Origin:
    socket, colon, path = rest.partition(":")
    if not colon and ".sock/" in rest:
        socket, _, path = rest.partition(".sock/")
        socket, path = f"{socket}.sock", f"/{path}"
    socket = os.path.expanduser(socket)
    if not socket.startswith("/") or socket.endswith("/"):
        raise AddressError(
            f"'{given}' names no unix socket; write its full path, such as "
            "unix:///var/run/docker.sock:/exp/vDD4.40"
        )
    return Origin("http://localhost", socket, path, given)


def _tcp(given: str, scheme: str, rest: str) -> Origin:
    try:
        split = urlsplit(f"{scheme}://{rest}")
        host, port = split.hostname or "", split.port
    except ValueError as problem:
        raise AddressError(
            f"'{given}' cannot be read ({problem}); a port is a number from 1 to 65535, "
            f"such as in {EXAMPLE}"
        ) from problem
    if port == 0:
        raise AddressError(f"'{given}' has port 0; a port is a number from 1 to 65535")
    origin = f"{scheme}://{_written_host(given, host)}"
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        origin += f":{port}"
    return Origin(origin, "", split.path, given)


def _written_host(given: str, host: str) -> str:
    if ":" in host:
        return f"[{_ip_version_6(given, host)}]"
    try:
        name = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        name = ""
    if not _HOST.fullmatch(name):
        raise AddressError(f"'{given}' names no usable host; write one such as {EXAMPLE}")
    return name


def _ip_version_6(given: str, host: str) -> str:
    try:
        return str(ipaddress.IPv6Address(host))
    except ValueError as problem:
        raise AddressError(f"'{given}' has a malformed IPv6 address ({problem})") from problem
