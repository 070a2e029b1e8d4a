from pathlib import Path as File

from quayside.app.core.gateway.config_yaml import GatewayConfig, ModelEntry, lanes_of
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.secret import Secret

PROXY = "http://127.0.0.1:4000"
KEY = Secret("sk-proxy")


def config(*entries: ModelEntry, **environment: str) -> GatewayConfig:
    return GatewayConfig(File("config.yaml"), entries, environment=environment)


def test_each_deployment_gives_both_of_its_lanes() -> None:
    entry = ModelEntry(
        "smollm2",
        "docker_model_runner/ai/smollm2",
        "http://h:12434/engines/llama.cpp/v1",
        Secret("engine-key"),
        {
            "temperature": 0,
            "top_k": 5,
            "timeout": 3,
            "rpm": 10,
            "seed": None,
            "extra_body": {"cache_prompt": False},
        },
    )
    assert lanes_of(config(entry), PROXY, KEY) == [
        (
            Lane(
                Path.SDK,
                "ai/smollm2",
                "http://h:12434/engines/llama.cpp/v1",
                Secret("engine-key"),
                {"temperature": 0, "top_k": 5, "cache_prompt": False},
            ),
            Lane(Path.PROXY, "smollm2", PROXY, KEY),
        )
    ]


def test_what_is_left_out_comes_from_where_litellm_takes_it() -> None:
    entry = ModelEntry("a", "docker_model_runner/m")
    [(default, _)] = lanes_of(config(entry), PROXY, KEY)
    assert default.base == "http://localhost:22088/engines/llama.cpp"
    assert default.key == Secret("dummy-key")
    environment = {
        "DOCKER_MODEL_RUNNER_API_BASE": "http://e",
        "DOCKER_MODEL_RUNNER_API_KEY": "env-key",
    }
    [(told, _)] = lanes_of(config(entry, **environment), PROXY, KEY)
    assert (told.base, told.key) == ("http://e", Secret("env-key"))


def test_other_providers_give_no_lanes() -> None:
    assert lanes_of(config(ModelEntry("gpt", "openai/gpt-4o")), PROXY, KEY) == []


def test_deployments_of_one_alias_give_a_pair_each() -> None:
    entries = [ModelEntry("a", "docker_model_runner/m", f"http://h:{port}") for port in (1, 2)]
    pairs = lanes_of(config(*entries), PROXY, KEY)
    assert [(sdk.base, proxy.model) for sdk, proxy in pairs] == [
        ("http://h:1", "a"),
        ("http://h:2", "a"),
    ]


def test_a_wildcard_gives_a_pair_for_each_known_model() -> None:
    entry = ModelEntry("docker_model_runner/*", "docker_model_runner/*", wildcard=True)
    assert lanes_of(config(entry), PROXY, KEY) == []
    [(sdk, proxy)] = lanes_of(config(entry), PROXY, KEY, ["ai/smollm2"])
    assert (sdk.model, proxy.model) == ("ai/smollm2", "docker_model_runner/ai/smollm2")
