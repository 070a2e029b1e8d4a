"""What discovery found: a server, the engines it names and the models it lists."""

from dataclasses import dataclass
from enum import StrEnum


class FoundKind(StrEnum):
    """What listens at an address, told from what it answers."""

    RUNNER = "docker-model-runner"
    LITELLM_PROXY = "litellm-proxy"
    DOCKER_GATEWAY = "docker-model-gateway"
    OLLAMA = "ollama"
    LLAMA_SERVER = "llama-server"
    OPENAI_COMPATIBLE = "openai-compatible"
    UNKNOWN = "unknown"

    @property
    def is_gateway(self) -> bool:
        """Whether it stands between: its base belongs to a `proxy` lane."""
        return self in (FoundKind.LITELLM_PROXY, FoundKind.DOCKER_GATEWAY)


TITLES = {
    FoundKind.RUNNER: "Docker Model Runner",
    FoundKind.LITELLM_PROXY: "LiteLLM Proxy",
    FoundKind.DOCKER_GATEWAY: "Docker's own model gateway",
    FoundKind.OLLAMA: "Ollama",
    FoundKind.LLAMA_SERVER: "llama.cpp's server",
    FoundKind.OPENAI_COMPATIBLE: "OpenAI-compatible server",
    FoundKind.UNKNOWN: "Unknown server",
}


@dataclass(frozen=True, slots=True)
class EngineState:
    """An engine of a runner: `state` is one word, `details` the runner's own text behind it."""

    name: str
    state: str
    usable: bool
    details: str = ""

    @property
    def running(self) -> bool:
        return self.usable


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model that can be asked; `size` and `quantisation` are the server's words, or empty."""

    name: str
    """The full name, as the server lists it."""
    display: str
    size: str = ""
    quantisation: str = ""
    parameters: str = ""
    loaded: bool = False
    loading: bool = False
    in_use: bool = False

    @property
    def state(self) -> str:
        """One word for a list: `loading`, `in use`, `loaded`, or empty."""
        if self.loading:
            return "loading"
        if self.in_use:
            return "in use"
        return "loaded" if self.loaded else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One server. All texts may hold its bytes: plain text, never markup."""

    kind: FoundKind
    base: str
    """What a lane's base is set to, such as `http://localhost:12434/engines/llama.cpp`."""
    title: str
    """Such as `Docker Model Runner on localhost:12434`."""
    source: str = ""
    """Why this address was tried, such as `environment MODEL_RUNNER_HOST`."""
    engines: tuple[EngineState, ...] = ()
    models: tuple[ModelState, ...] = ()
    version: str = ""
    note: str = ""
    """One sentence where something stands in the way, else empty."""

    def base_for(self, engine: str) -> str:
        """The base of another engine of the same runner."""
        if self.kind is not FoundKind.RUNNER:
            return self.base
        from ..wire.address import parse_engine_base

        return parse_engine_base(self.base).with_engine(engine).api_base
