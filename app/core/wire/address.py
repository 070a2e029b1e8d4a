"""Reading a base URL in any form that people write, into where requests really go."""

import re
from dataclasses import dataclass, replace

from .origin import AddressError, Origin, read_origin

__all__ = [
    "ENGINE_NAMES",
    "AddressError",
    "EngineAddress",
    "litellm_base",
    "parse_engine_base",
    "parse_gateway_base",
    "place_of",
    "readable_base",
]

DEFAULT_ENGINE = "llama.cpp"
ENGINE_NAMES = ("llama.cpp", "vllm", "mlx", "sglang", "diffusers")
"""Those that Docker Model Runner knows; they stand in the base, never in the model."""
_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")
_VERSION = re.compile(r"v\d+[a-z0-9]*")
_DESKTOP_PREFIX = re.compile(r"v[A-Z]+[\d.]*")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where an OpenAI-compatible server answers. Paths start with `/` and do not end with it."""

    origin: str
    """`http://host:port`; the port is left out where it is the scheme's own."""
    prefix: str
    """What stands before a runner's routes, such as Docker Desktop's `/exp/vDD4.40`, or empty."""
    engine: str
    """The engine in the path; empty where the runner chooses, or where there is no runner."""
    root: str
    """The whole path up to before `/chat/completions`, prefix included."""
    socket: str
    """Path of a unix socket, or empty for TCP."""
    given: str
    """The text this was read from."""

    @property
    def chat_url(self) -> str:
        return f"{self.origin}{self.root}/chat/completions"

    @property
    def models_url(self) -> str:
        return f"{self.origin}{self.root}/models"

    def runner_url(self, path: str) -> str:
        """A URL of the runner's own API, such as `/engines/status`."""
        return f"{self.origin}{self.prefix}{path}"

    def with_engine(self, name: str) -> "EngineAddress":
        """The same runner's address for another engine; an empty name lets the runner choose."""
        root = "/".join(part for part in (f"{self.prefix}/engines", name, "v1") if part)
        moved = replace(self, engine=name, root=root)
        return replace(moved, given=moved.api_base)

    @property
    def api_base(self) -> str:
        """The base in one canonical form, without `/v1` behind an engine; can be parsed again."""
        path = f"{self.prefix}/engines/{self.engine}" if self.engine else self.root
        return self._place + path

    @property
    def litellm_base(self) -> str:
        """What LiteLLM must be given: it adds `/chat/completions` and nothing else."""
        return self._place + self.root

    @property
    def _place(self) -> str:
        return f"unix://{self.socket}:" if self.socket else self.origin


def parse_engine_base(text: str) -> EngineAddress:
    """Read the base URL of a runner or of any other OpenAI-compatible server.

    Raises `AddressError`, whose message says what is wrong and what to write.
    """
    place, parts = _split(text)
    if "engines" in parts:
        return _runner_address(place, parts)
    if not parts or _is_desktop_prefix(parts):
        return _address(place, parts, DEFAULT_ENGINE, [*parts, "engines", DEFAULT_ENGINE, "v1"])
    return _generic_address(place, parts)


def readable_base(text: str) -> EngineAddress | None:
    """As `parse_engine_base`; None for an empty base and for one that cannot be read."""
    try:
        return parse_engine_base(text) if text else None
    except AddressError:
        return None


def parse_gateway_base(text: str) -> EngineAddress:
    """Read the base URL of a gateway: its routes stand under `/v1` of whatever path it has.

    Raises `AddressError`.
    """
    return _generic_address(*_split(text))


def litellm_base(text: str) -> str:
    """The base that LiteLLM needs to reach the same server; one that cannot be read is kept."""
    try:
        return parse_engine_base(text).litellm_base
    except AddressError:
        return text


def place_of(address: EngineAddress) -> tuple[str, str]:
    """Equal for addresses that lead to one listener: the names of loopback are one."""
    origin = address.origin
    for name in _LOCAL_NAMES:
        scheme, _, rest = origin.partition("://")
        if rest == name or rest.startswith(f"{name}:"):
            origin = f"{scheme}://localhost{rest.removeprefix(name)}"
    return address.socket or origin, address.prefix if address.socket else ""


def _split(text: str) -> tuple[Origin, list[str]]:
    place = read_origin(text)
    parts = [part for part in place.path.split("/") if part]
    if "." in parts or ".." in parts:
        raise AddressError(
            f"'{place.given}' has '.' or '..' in its path; write the path out, such as "
            "http://localhost:12434/engines/llama.cpp"
        )
    return place, _without_endpoint(parts)


def _without_endpoint(parts: list[str]) -> list[str]:
    while parts[-2:] == ["chat", "completions"]:
        parts = parts[:-2]
    if parts[-2:] == ["v1", "models"]:
        parts = parts[:-1]
    while parts[-2:] == ["v1", "v1"]:
        parts = parts[:-1]
    return parts


def _runner_address(place: Origin, parts: list[str]) -> EngineAddress:
    at = parts.index("engines")
    prefix, inner = parts[:at], parts[at + 1 :]
    if inner == ["v1"]:
        return _address(place, prefix, "", parts)
    if (len(inner) == 2 and inner[1] != "v1") or len(inner) > 2:
        return _generic_address(place, parts)
    engine = inner[0] if inner else DEFAULT_ENGINE
    return _address(place, prefix, engine, [*prefix, "engines", engine, "v1"])


def _generic_address(place: Origin, parts: list[str]) -> EngineAddress:
    if _has_version(parts):
        return _address(place, parts[:-1], "", parts)
    return _address(place, parts, "", [*parts, "v1"])


def _has_version(parts: list[str]) -> bool:
    if not parts:
        return False
    if parts[-1] == "openai" and len(parts) > 1:
        return _VERSION.fullmatch(parts[-2]) is not None
    return _VERSION.fullmatch(parts[-1]) is not None


def _is_desktop_prefix(parts: list[str]) -> bool:
    return len(parts) == 2 and parts[0] == "exp" and bool(_DESKTOP_PREFIX.fullmatch(parts[1]))


def _address(place: Origin, prefix: list[str], engine: str, root: list[str]) -> EngineAddress:
    return EngineAddress(
        origin=place.origin,
        prefix=_path(prefix),
        engine=engine,
        root=_path(root),
        socket=place.socket,
        given=place.given,
    )


def _path(parts: list[str]) -> str:
    return "".join(f"/{part}" for part in parts)
