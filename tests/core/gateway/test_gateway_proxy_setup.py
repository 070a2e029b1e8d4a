from pathlib import Path

import pytest

from quayside.app.core.failures import Failure
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.proxy_setup import ProxySetup, set_up
from quayside.app.core.secret import Secret

INSTALL = LiteLLMInstall(("litellm",), Path("python"), "1.106.2", False)
LIST = "model_list:\n  - model_name: a\n    litellm_params: {model: docker_model_runner/m}\n"


def prepared(folder: Path, text: str, environment: dict[str, str]) -> ProxySetup | Failure:
    file = folder / "mine.yaml"
    file.write_text(text, "utf-8")
    return set_up(INSTALL, environment, folder, config_text="", config_path=file, port=None)


def ready(folder: Path, text: str, environment: dict[str, str]) -> ProxySetup:
    setup = prepared(folder, text, environment)
    assert isinstance(setup, ProxySetup)
    return setup


def test_a_users_file_is_used_as_it_is_on_loopback(tmp_path: Path) -> None:
    setup = ready(tmp_path, LIST, {})
    assert setup.command[:5] == (
        *("litellm", "--config", str(tmp_path / "mine.yaml"), "--host", "127.0.0.1"),
    )
    assert (tmp_path / "mine.yaml").read_text("utf-8") == LIST
    assert not (tmp_path / "config.yaml").exists()


@pytest.mark.parametrize(
    ("settings", "environment", "key"),
    [
        ("general_settings: {master_key: sk-mine}\n", {}, "sk-mine"),
        ("", {"LITELLM_MASTER_KEY": "sk-env"}, "sk-env"),
        ("general_settings: {master_key: os.environ/K}\n", {"K": "sk-named"}, "sk-named"),
    ],
)
def test_the_users_key_stays_the_key(
    tmp_path: Path, settings: str, environment: dict[str, str], key: str
) -> None:
    setup = ready(tmp_path, LIST + settings, environment)
    assert setup.key == Secret(key)
    assert setup.environment["LITELLM_MASTER_KEY"] == key


def test_without_a_key_a_fresh_one_is_given_by_the_environment(tmp_path: Path) -> None:
    first, second = ready(tmp_path, LIST, {}), ready(tmp_path, LIST, {})
    assert first.key != second.key
    assert first.environment["LITELLM_MASTER_KEY"] == first.key.reveal()
    assert first.key.reveal() not in repr(first)


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        (LIST + "general_settings: {master_key: sk-1234}\n", {}),
        (LIST, {"LITELLM_MASTER_KEY": "sk-1234"}),
    ],
)
def test_the_key_of_all_examples_is_refused_at_once(
    tmp_path: Path, text: str, environment: dict[str, str]
) -> None:
    failure = prepared(tmp_path, text, environment)
    assert isinstance(failure, Failure)
    assert failure.kind == "weak-master-key"
    permitted = {"LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY": "true"}
    assert ready(tmp_path, text, {**environment, **permitted}).key == Secret("sk-1234")


def test_a_file_that_permits_it_is_obeyed(tmp_path: Path) -> None:
    settings = "general_settings:\n  master_key: sk-1234\n"
    settings += "  dangerously_permit_weak_or_unset_master_key: true\n"
    assert ready(tmp_path, LIST + settings, {}).key == Secret("sk-1234")


def test_a_file_that_cannot_be_read_is_a_failure_with_its_place(tmp_path: Path) -> None:
    failure = prepared(tmp_path, "model_list:\n\t- a\n", {})
    assert isinstance(failure, Failure)
    assert failure.kind == "config-unreadable"
    assert "line 2" in failure.seen


def test_the_childs_environment_is_clean_and_keeps_what_a_file_may_name(tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": "postgres://x",
        "PORT": "9",
        "HOST": "0.0.0.0",
        "CONFIG_FILE_PATH": "/other.yaml",
        "PYTHONPATH": "/other",
        "OPENAI_API_KEY": "kept",
        "no_proxy": "example.org",
    }
    child = ready(tmp_path, LIST, environment).environment
    assert not {"DATABASE_URL", "PORT", "HOST", "CONFIG_FILE_PATH", "PYTHONPATH"} & set(child)
    assert child["OPENAI_API_KEY"] == "kept"
    assert child["NO_PROXY"] == child["no_proxy"] == "example.org,127.0.0.1,localhost"
    assert child["LITELLM_LOCAL_MODEL_COST_MAP"] == "True"
    assert child["LITELLM_MODE"] == "PRODUCTION"


def test_keys_of_deployments_are_masked_too(tmp_path: Path) -> None:
    text = LIST.replace("docker_model_runner/m", "docker_model_runner/m, api_key: engine-key")
    assert Secret("engine-key") in ready(tmp_path, text, {}).secrets
