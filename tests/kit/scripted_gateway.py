"""A LiteLLM Proxy in a few lines: it reads a config.yaml and answers as 1.106.2 does."""

import fnmatch
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import yaml

PUBLIC_KEY = "sk-1234"
KEY = "sk-gateway-key"
PROVIDERS = ("docker_model_runner/", "openai/", "hosted_vllm/", "azure/")
ROUTER = {"num_retries": 2, "timeout": 6000.0, "cooldown_time": 5, "disable_cooldowns": None}


def entry(alias: str, model: str = "docker_model_runner/ai/smollm2", **params: Any) -> str:
    """One item of a `model_list`."""
    item = {"model_name": alias, "litellm_params": {"model": model, **params}}
    return yaml.safe_dump([item], sort_keys=False)


def configured(*entries: str, key: str | None = KEY, **sections: Any) -> str:
    """A whole config.yaml."""
    general = {"general_settings": {"master_key": key}} if key is not None else {}
    rest = {**general, **sections}
    return "model_list:\n" + "".join(entries) + (yaml.safe_dump(rest) if rest else "")


@dataclass
class ScriptedGateway:
    """`refusal` is what it said when it would not start; `requests` holds what it was asked."""

    config: str
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    prisma: bool = False
    requests: list[tuple[str, str]] = field(default_factory=list)
    refusal: str = ""
    deployments: list[dict[str, Any]] = field(default_factory=list)
    key: str = ""

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Reads the configuration as it stands now."""
        document = yaml.safe_load(self.config) or {}
        general = self._resolved(document.get("general_settings") or {})
        self.key = general.get("master_key") or self.environment.get("LITELLM_MASTER_KEY", "")
        self.refusal = "no master key is set" if not self.key else ""
        if self.key == PUBLIC_KEY:
            self.refusal = "the master key is a publicly known default"
        self.router = {**ROUTER, **(document.get("router_settings") or {})}
        self.deployments = [
            item
            for item in self._resolved(document.get("model_list") or [])
            if _provider(item["litellm_params"])
        ]

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._resolved(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._resolved(inner) for inner in value]
        if isinstance(value, str) and value.startswith("os.environ/"):
            return self.environment.get(value.removeprefix("os.environ/"))
        return value

    def set_parameter(self, alias: str, name: str, value: Any) -> None:
        """Writes one parameter into the entries of an alias, and starts the proxy again."""
        document = yaml.safe_load(self.config)
        for item in document["model_list"]:
            if fnmatch.fnmatchcase(alias, item["model_name"]):
                item["litellm_params"][name] = value
        self.config = yaml.safe_dump(document, sort_keys=False)
        self.start()

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.requests.append((request.method, path))
        if self.refusal:
            raise httpx.ConnectError("Connection refused", request=request)
        if path == "/health/liveliness":
            return httpx.Response(200, json="I'm alive!")
        if path == "/health/readiness":
            return httpx.Response(200, json={"status": "healthy", "db": "Not connected"})
        if path == "/health":
            raise AssertionError("`/health` sends a completion to each model")
        known = self._routes().get(path)
        if known is None:
            return httpx.Response(404, json={"detail": "Not Found"})
        return self._refused(request) or known(request)

    def _routes(self) -> dict[str, Any]:
        return {
            "/v1/models": lambda _: httpx.Response(200, json={"data": self._models()}),
            "/model/info": lambda _: httpx.Response(200, json={"data": self._information()}),
            "/router/settings": lambda _: httpx.Response(200, json={"current_values": self.router}),
            "/utils/transform_request": self._dry_run,
        }

    def _refused(self, request: httpx.Request) -> httpx.Response | None:
        given = request.headers.get("authorization", "").removeprefix("Bearer").strip()
        if given == self.key:
            return None
        if given:
            return _error(400, "No connected db.", "no_db_connection")
        if self.prisma:
            return _error(401, "Authentication Error, No api key passed in.", "auth_error")
        return httpx.Response(500, text="Internal Server Error")

    def _models(self) -> list[dict[str, Any]]:
        names = dict.fromkeys(item["model_name"] for item in self.deployments)
        return [{"id": name, "object": "model"} for name in names if "*" not in name]

    def _information(self) -> list[dict[str, Any]]:
        return [
            {
                "model_name": item["model_name"],
                "litellm_params": {
                    name: value
                    for name, value in item["litellm_params"].items()
                    if name != "api_key" and value is not None
                },
                "model_info": {"id": f"id-{place}", "db_model": False},
            }
            for place, item in enumerate(self.deployments)
        ]

    def _dry_run(self, request: httpx.Request) -> httpx.Response:
        default = "http://localhost:22088/engines/llama.cpp"
        base = self.environment.get("DOCKER_MODEL_RUNNER_API_BASE") or default
        body = json.loads(request.content)["request_body"]
        return httpx.Response(
            200, json={"raw_request_api_base": f"{base.rstrip('/')}/", "raw_request_body": body}
        )


def _provider(params: Mapping[str, Any]) -> bool:
    return "custom_llm_provider" in params or params["model"].startswith((*PROVIDERS, "*"))


def _error(status: int, message: str, kind: str) -> httpx.Response:
    error = {"message": message, "type": kind, "param": None, "code": str(status)}
    return httpx.Response(status, json={"error": error})
