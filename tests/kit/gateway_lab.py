"""A world with a LiteLLM Proxy in it, a fault of it, and someone who does what a cure says."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from kit.diagnosing import surroundings_of
from kit.faults import Scenario
from kit.scripted import Script, ScriptedSource, answer
from kit.scripted_gateway import KEY, ScriptedGateway, configured, entry
from kit.strict_runner import StrictRunner
from quayside.app.core.diagnostics.engine import diagnose
from quayside.app.core.diagnostics.model import Finding, Provenance, Subject
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import EngineAddress

RUNNER = "http://localhost:12434"
BASE = f"{RUNNER}/engines/llama.cpp"
GOOD = f"{BASE}/v1"
PROXY = "http://localhost:4000"

Handler = Callable[[httpx.Request], httpx.Response]


@dataclass
class GatewayWorld:
    """`folder` is home, working directory and the place of `config.yaml`."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])
    proxy: str = PROXY
    key: str = KEY
    alias: str = "smollm2"
    base: str = ""
    """Of the engine's lane; empty where there is none."""
    gateway_port: int = 4000
    configured: bool = False
    """Whether Quayside is given the config.yaml."""
    deep: bool = False
    script: Script = field(default_factory=lambda: answer("Hi"))
    gateway: ScriptedGateway | None = None
    """None while no proxy runs."""
    runner: StrictRunner = field(default_factory=StrictRunner)
    others: dict[int, Handler] = field(default_factory=dict[int, Handler])

    @property
    def file(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def running(self) -> ScriptedGateway:
        assert self.gateway is not None
        return self.gateway

    def serve(self, *entries: str, key: str | None = KEY, **others: object) -> None:
        """Write the configuration and start a proxy with it, and with the environment as it is."""
        self.write(*entries, key=key, **others)
        self.start()

    def write(self, *entries: str, key: str | None = KEY, **others: object) -> None:
        items = entries or (entry("smollm2", api_base=GOOD),)
        self.file.write_text(configured(*items, key=key, **others))

    def start(self) -> None:
        proxy = ScriptedGateway(self.file.read_text(), dict(self.environment))
        self.gateway = None if proxy.refusal else proxy

    def listens(self, port: int) -> bool:
        alive = port == 12434 or port in self.others
        return alive or (port == self.gateway_port and self.gateway is not None)

    def answer(self, request: httpx.Request) -> httpx.Response:
        port = request.url.port or 80
        if not self.listens(port):
            raise httpx.ConnectError("[Errno 111] Connection refused", request=request)
        if port in self.others:
            return self.others[port](request)
        return (self.runner if port == 12434 else self.running).answer(request)

    async def connect(self, address: EngineAddress) -> None:
        port = httpx.URL(address.origin).port or 80
        if not self.listens(port):
            raise ConnectionRefusedError(111, "Connection refused")

    def subject(self) -> Subject:
        engine = Lane(LanePath.SDK, "ai/smollm2", self.base, Secret("dummy-key"))
        rows = {"proxy_base": self.proxy, "api_base": self.base}
        rows |= {"litellm_config": str(self.file)} if self.configured else {}
        return Subject(
            engine=engine if self.base else None,
            proxy=Lane(LanePath.PROXY, self.alias, self.proxy, Secret(self.key)),
            provenance=tuple(
                Provenance(name=name, value=value, source="flag") for name, value in rows.items()
            ),
            environment={"HOME": str(self.folder), **self.environment},
            directory=self.folder,
        )

    async def findings(self) -> list[Finding]:
        async def resolve(host: str, port: int) -> list[str]:
            return ["127.0.0.1"]

        source = ScriptedSource({LanePath.PROXY.value: self.script})
        around = replace(
            surroundings_of(self.answer, lambda: source),
            resolve=resolve,
            connect=self.connect,
            own_addresses=list,
        )
        search = diagnose(self.subject(), self.deep, surroundings=around)
        return [finding async for finding in search]


class GatewayScenario(Scenario[GatewayWorld]):
    def world(self, folder: Path) -> GatewayWorld:
        world = GatewayWorld(folder)
        world.serve()
        self.set_up(world)
        return world
