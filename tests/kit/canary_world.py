"""A home with a different key at each place that can hold one, and all that becomes of them."""

import base64
import os
import re
import sys
from pathlib import Path
from urllib.parse import quote

from kit.canary_servers import Listening
from kit.recorded import on_a_terminal

CANARY = re.compile(rb"canary-(\w+)-0123456789abcdef")


def canary(name: str) -> str:
    return f"canary-{name}-0123456789abcdef"


ENVIRONMENT = {
    "QUAYSIDE_KEY": canary("engine"),
    "QUAYSIDE_PROXY_KEY": canary("proxy"),
    "LITELLM_PROXY_API_KEY": canary("litellm"),
    "LITELLM_MASTER_KEY": canary("master"),
    "LITELLM_API_KEY": canary("api"),
    "OPENAI_API_KEY": canary("openai"),
    "DOCKER_MODEL_RUNNER_API_KEY": canary("runner"),
    "HF_TOKEN": canary("hub"),
    "BOX_KEY": canary("named"),
}
SETTINGS = """\
api_key: {file}
proxy_key: {fileproxy}
profiles:
  box: {{base: "{box}", key: {profile}}}
  gate: {{base: "{gate}", path: proxy, key: os.environ/BOX_KEY}}
"""
LITELLM = """\
model_list:
  - model_name: smollm2
    litellm_params: {{model: openai/ai/smollm2, api_base: "{engine}/v1", api_key: {model}}}
general_settings: {{master_key: {masterfile}, mastr_key: {misspelt}}}
"""


class World:
    def __init__(self, folder: Path, servers: list[Listening]) -> None:
        self.folder = folder
        self.engine, self.proxy, self.box, self.gate, self.away, self.other = servers
        self.away.elsewhere = self.other.origin
        self.written: list[bytes] = []
        folders = {"HOME": "home", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
        folders |= {"TMPDIR": "tmp", "XDG_CONFIG_HOME": "config"}
        kept = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        self.environment = kept | ENVIRONMENT
        for name, place in folders.items():
            (folder / place).mkdir()
            self.environment[name] = str(folder / place)
        self.write_settings()
        self.base = ("--base", f"{self.engine.origin}/engines/llama.cpp")
        self.both = (*self.base, "--proxy", self.proxy.origin)

    def write_settings(self) -> None:
        names = ("file", "fileproxy", "profile", "model", "masterfile", "misspelt")
        given = {name: canary(name) for name in names}
        given |= {"box": f"{self.box.origin}/engines/llama.cpp", "gate": self.gate.origin}
        file = self.folder / "config/quayside/config.yaml"
        file.parent.mkdir()
        file.write_text(SETTINGS.format(**given))
        file.chmod(0o600)
        litellm = self.folder / "config/litellm.yaml"
        litellm.write_text(LITELLM.format(engine=self.engine.origin, **given))

    def run(self, *arguments: str, statuses: tuple[int, ...] = (0, 1)) -> bytes:
        command = (sys.executable, "-m", "quayside", *arguments)
        status, told = on_a_terminal(command, self.environment, self.folder / "home")
        assert status in statuses, told
        self.written.append(told)
        return told

    def kept(self) -> dict[Path, bytes]:
        """All files that are not settings, and what they hold."""
        files = [file for file in self.folder.rglob("*") if file.is_file()]
        return {f: f.read_bytes() for f in files if self.folder / "config" not in f.parents}


def leaked(data: bytes) -> set[str]:
    """The canaries in it, as they are, in base64, or as part of an address."""
    found = {one.decode() for one in CANARY.findall(data)}
    for name in (*ENVIRONMENT.values(), canary("profile"), canary("model")):
        forms = (base64.b64encode(name.encode())[:-4], quote(name).encode()[::-1])
        found |= {name for form in forms if form in data}
    return found


def on_disk(world: World) -> dict[str, set[str]]:
    """By file, the canaries that are kept where none should be."""
    return {file.name: found for file, data in world.kept().items() if (found := leaked(data))}


def sent_to(server: Listening) -> set[str]:
    return leaked(b"".join(server.heard))
