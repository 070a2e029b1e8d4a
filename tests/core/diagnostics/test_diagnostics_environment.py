from dataclasses import replace
from pathlib import Path

import pytest

from kit.diagnosing import finding_of, subject_of
from kit.scripted_litellm import installed_litellm
from quayside.app.core.diagnostics import environment_layer
from quayside.app.core.diagnostics.model import Finding, Status

BASE = "http://127.0.0.1:9/engines/llama.cpp"


async def found_in(folder: Path, check: str, **environment: str) -> Finding:
    subject = subject_of(base=BASE, environment={"HOME": str(folder), **environment})
    subject = replace(subject, directory=folder)
    return await finding_of(check, subject, lambda _: pytest.fail("a request was sent"))


async def test_a_clean_machine_passes(tmp_path: Path) -> None:
    for check in ("environment.litellm", "environment.dotenv", "environment.master-key"):
        assert (await found_in(tmp_path, check)).status is Status.PASS


@pytest.mark.parametrize("version", ["1.82.7", "1.82.8", "1.107.0"])
async def test_a_compromised_release_beside_the_project_is_named_with_what_to_do(
    tmp_path: Path, version: str
) -> None:
    installed_litellm(tmp_path / ".venv", version)
    found = await found_in(tmp_path, "environment.litellm")
    assert found.status is Status.FAIL
    assert version in found.summary
    assert "replace every key" in found.cure
    assert found.command == f"rm -rf {tmp_path / '.venv'}"


@pytest.mark.parametrize("name", ["litellm_init.pth", "cook.pth", "cook.py"])
async def test_what_it_leaves_behind_is_found_after_an_upgrade(tmp_path: Path, name: str) -> None:
    site = installed_litellm(tmp_path / "venv", "1.109.1")
    (site / name).touch()
    (site / "sitecustomize.py").touch()
    found = await found_in(tmp_path, "environment.litellm", VIRTUAL_ENV=str(tmp_path / "venv"))
    assert found.status is Status.FAIL
    assert any(name in row.text and "sitecustomize" in row.text for row in found.evidence)


async def test_a_sitecustomize_alone_is_usual(tmp_path: Path) -> None:
    (installed_litellm(tmp_path / ".venv", "1.106.2") / "sitecustomize.py").touch()
    assert (await found_in(tmp_path, "environment.litellm")).status is Status.PASS


async def test_a_litellm_on_path_is_judged_by_the_environment_it_stands_in(tmp_path: Path) -> None:
    installed_litellm(tmp_path / "tool", "1.82.0")
    found = await found_in(tmp_path, "environment.litellm", PATH=str(tmp_path / "tool" / "bin"))
    assert found.status is Status.WARN
    assert "1.84.0" in found.cause


async def test_the_lock_of_the_thieves_loader_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "remote_code_loader.lock"
    lock.touch()
    monkeypatch.setattr(environment_layer, "LOCK", lock)
    found = await found_in(tmp_path, "environment.litellm")
    assert found.status is Status.FAIL
    assert found.command == f"rm {lock}"


async def test_a_dotenv_file_above_the_working_directory_is_told_with_its_keys_masked(
    tmp_path: Path,
) -> None:
    base = "export DOCKER_MODEL_RUNNER_API_BASE='http://other:1' # old"
    (tmp_path / ".env").write_text(f"{base}\nOPENAI_API_KEY=sk-very-own\nX=1\n")
    (tmp_path / "project").mkdir()
    found = await found_in(tmp_path / "project", "environment.dotenv")
    assert found.status is Status.WARN
    rows = {row.label: row.text for row in found.evidence}
    assert rows["file"] == str(tmp_path / ".env")
    assert rows["DOCKER_MODEL_RUNNER_API_BASE"] == "http://other:1"
    assert rows["base in effect here"] == BASE
    assert "sk-very-own" not in repr(found)
    assert found.command == "export LITELLM_MODE=PRODUCTION"
    cured = await found_in(tmp_path, "environment.dotenv", LITELLM_MODE="PRODUCTION")
    assert cured.status is Status.PASS


async def test_what_the_environment_holds_wins_over_a_dotenv_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_ORGANIZATION=org\n")
    found = await found_in(tmp_path, "environment.dotenv", OPENAI_ORGANIZATION="")
    assert found.status is Status.PASS


async def test_a_script_of_litellm_reads_the_dotenv_file_above_its_own_package(
    tmp_path: Path,
) -> None:
    installed_litellm(tmp_path / "far" / ".venv", "1.106.2")
    (tmp_path / "far" / ".env").write_text("LITELLM_LOG=DEBUG\n")
    (tmp_path / "here").mkdir()
    where = str(tmp_path / "far" / ".venv")
    found = await found_in(tmp_path / "here", "environment.dotenv", VIRTUAL_ENV=where)
    assert found.status is Status.WARN


async def test_the_key_of_litellms_examples_is_warned_of_before_a_proxy_refuses_it(
    tmp_path: Path,
) -> None:
    found = await found_in(tmp_path, "environment.master-key", LITELLM_MASTER_KEY="sk-1234")
    assert found.status is Status.WARN
    assert "refuses to start" in found.cause
    (tmp_path / ".env").write_text("LITELLM_MASTER_KEY=sk-1234\n")
    assert (await found_in(tmp_path, "environment.master-key")).status is Status.WARN
    own = await found_in(tmp_path, "environment.master-key", LITELLM_MASTER_KEY="sk-own")
    assert own.status is Status.PASS
