"""A Docker Model Runner in a few lines, behind `httpx.MockTransport`: its routes and its 404s."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from quayside.app.core.runner.names import same_model
from quayside.app.core.wire.address import EngineAddress

SMOLLM = "docker.io/ai/smollm2:latest"
RUNNING = "Running: llama.cpp 72874f559"


def text(status: int, body: str) -> httpx.Response:
    headers = {"content-type": "text/plain; charset=utf-8"}
    return httpx.Response(status, content=body + "\n", headers=headers)


def model_record(name: str, kind: str = "gguf") -> dict[str, Any]:
    details = {"format": kind, "quantization": "Q4_K_M", "parameters": "361.82M"}
    details |= {"architecture": "llama", "size": "256.35MiB", "context_size": 8192}
    digest = "sha256:" + name.encode().hex().ljust(64, "0")[:64]
    return {"id": digest, "tags": [name], "created": 1742816981, "config": details}


@dataclass
class StrictRunner:
    """`requests` keeps what was asked: method, path and body."""

    engines: Mapping[str, str] = field(
        default_factory=lambda: {"llama.cpp": RUNNING, "vllm": "Not Installed: binary not found"}
    )
    models: Sequence[str] = (SMOLLM,)
    loaded: Sequence[Mapping[str, object]] = ()
    lost: bool = False
    """Whether its models are listed, and found by no name."""
    formats: Mapping[str, str] = field(default_factory=dict)
    received: Sequence[Mapping[str, object]] = ()
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)
    headers: list[httpx.Headers] = field(default_factory=list)

    def client_for(self, address: EngineAddress) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.requests.append((request.method, path, request.content))
        self.headers.append(request.headers)
        if request.method == "GET":
            return self._get(path)
        if path == "/engines/unload":
            return httpx.Response(200, json={"unloaded_runners": 1})
        return self._chat(path, request)

    def asked(self, path: str) -> list[bytes]:
        return [body for _, asked, body in self.requests if asked == path]

    def _get(self, path: str) -> httpx.Response:
        fixed: dict[str, object] = {
            "/engines/status": self.engines,
            "/engines/ps": self.loaded,
            "/engines/requests": self.received,
            "/models": [model_record(name, self._format(name)) for name in self.models],
            "/version": {"version": "v1.2.6"},
        }
        if path in fixed:
            return httpx.Response(200, json=fixed[path])
        if path == "/":
            return text(200, "Docker Model Runner is running")
        head, _, name = path.partition("/v1/models")
        if path.startswith(("/engines", "/v1/models")) and head != path:
            return self._listed(name.removeprefix("/"))
        return text(404, "not found" if path.startswith("/engines") else "404 page not found")

    def _format(self, name: str) -> str:
        found = (kind for known, kind in self.formats.items() if same_model(known, name))
        return next(found, "gguf")

    def _listed(self, name: str) -> httpx.Response:
        entries = [{"id": tag, "object": "model", "owned_by": "docker"} for tag in self.models]
        if not name:
            return httpx.Response(200, json={"object": "list", "data": entries})
        for entry in entries:
            if same_model(str(entry["id"]), name) and not self.lost:
                return httpx.Response(200, json=entry)
        return text(404, f"error while getting model: get model '\"{name}\"': model not found")

    def _chat(self, path: str, request: httpx.Request) -> httpx.Response:
        parts = path.strip("/").split("/")
        if parts[:1] == ["engines"]:
            parts = parts[1:]
        engine = parts.pop(0) if len(parts) == 4 else "llama.cpp"
        if parts != ["v1", "chat", "completions"]:
            return text(404, "not found")
        if engine not in self.engines:
            return text(404, "backend not found")
        name = json.loads(request.content).get("model")
        if not name:
            return text(400, "model is required")
        if not any(same_model(name, tag) for tag in self.models):
            return text(404, f"error while getting model: get model '\"{name}\"': model not found")
        return httpx.Response(200)
