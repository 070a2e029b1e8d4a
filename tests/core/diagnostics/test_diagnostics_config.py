from dataclasses import replace
from pathlib import Path

import pytest

from kit.diagnosing import finding_of, listening, subject_of
from kit.scripted_gateway import KEY, ScriptedGateway, configured, entry
from quayside.app.core.diagnostics.checks import checks_for
from quayside.app.core.diagnostics.model import Finding, Provenance, Status

GOOD = "http://localhost:12434/engines/llama.cpp/v1"


async def file_check(folder: Path, written: str, proxy_key: str = KEY) -> Finding:
    file = folder / "config.yaml"
    file.write_text(written)
    row = Provenance(name="litellm_config", value=str(file), source="flag --config")
    subject = subject_of(proxy="http://localhost:4000", proxy_key=proxy_key)
    subject = replace(subject, provenance=(row,))
    return await finding_of("config.file", subject, lambda _: pytest.fail("a request was sent"))


async def test_a_good_file_passes_with_the_models_that_it_serves(tmp_path: Path) -> None:
    found = await file_check(tmp_path, configured(entry("smollm2", api_base=GOOD)))
    assert found.status is Status.PASS
    assert "smollm2" in found.summary


async def test_a_fault_in_the_file_is_told_with_its_line_and_the_way_to_the_mended_file(
    tmp_path: Path,
) -> None:
    text = configured(entry("smollm2", api_base="http://localhost:12434/engines/llama.cpp"))
    found = await file_check(tmp_path, text)
    assert found.status is Status.FAIL
    assert found.summary.startswith("line ")
    assert "/v1" in found.cure
    assert found.command == f"quayside config lint --write {tmp_path / 'config.yaml'}"
    mended = {item.label: item.text for item in found.evidence}["mended"]
    assert "engines/llama.cpp/v1" in mended
    assert KEY in text
    assert KEY not in repr(found)


async def test_no_master_key_is_told_where_nobody_has_one(tmp_path: Path) -> None:
    text = configured(entry("smollm2", api_base=GOOD), key=None)
    found = await file_check(tmp_path, text, proxy_key="")
    assert found.status is Status.WARN
    assert found.command.startswith("export LITELLM_MASTER_KEY=")
    assert (await file_check(tmp_path, text)).status is Status.PASS


async def agreement(folder: Path, written: str, running: str, **environment: str) -> Finding:
    file = folder / "config.yaml"
    file.write_text(written)
    gateway = ScriptedGateway(running)
    async with listening() as port:
        subject = subject_of(
            proxy=f"http://localhost:{port}", proxy_key=KEY, environment=environment
        )
        row = Provenance(name="litellm_config", value=str(file), source="flag --config")
        subject = replace(subject, provenance=(row,))
        return await finding_of("config.agreement", subject, gateway.answer)


async def test_a_proxy_that_serves_its_file_agrees(tmp_path: Path) -> None:
    text = configured(entry("smollm2", api_base=GOOD))
    assert (await agreement(tmp_path, text, text)).status is Status.PASS


async def test_an_alias_that_the_running_proxy_lacks_wants_a_start(tmp_path: Path) -> None:
    text = configured(entry("smollm2", api_base=GOOD))
    longer = configured(entry("smollm2", api_base=GOOD), entry("new", api_base=GOOD))
    found = await agreement(tmp_path, longer, text)
    assert found.status is Status.WARN
    assert "'new'" in found.summary
    assert found.command.startswith(f"litellm --config {tmp_path / 'config.yaml'} ")


async def test_a_variable_that_the_proxy_has_not_is_a_difference(tmp_path: Path) -> None:
    text = configured(entry("smollm2", api_base="os.environ/ENGINE"))
    found = await agreement(tmp_path, text, text, ENGINE=GOOD)
    assert found.status is Status.WARN
    assert f"file: docker_model_runner/ai/smollm2 at {GOOD}" in found.evidence[-1].text
    assert "no base" in found.evidence[-1].text


async def test_a_file_that_cannot_be_read_is_left_to_its_own_check(tmp_path: Path) -> None:
    found = await agreement(tmp_path, "model_list: [", configured(entry("smollm2")))
    assert found.status is Status.PASS


def test_without_a_file_nobody_asks_about_one() -> None:
    subject = subject_of(proxy="http://localhost:4000")
    assert not [one for one in checks_for(subject) if one.name.startswith("config.")]


async def test_a_key_that_the_file_names_by_a_variable_can_be_taken_from_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(configured(entry("smollm2", api_base=GOOD), key="os.environ/TEAM_KEY"))
    gateway = ScriptedGateway(file.read_text(), {"TEAM_KEY": "sk-team-secret"})
    async with listening() as port:
        subject = subject_of(
            proxy=f"http://localhost:{port}", environment={"TEAM_KEY": "sk-team-secret"}
        )
        row = Provenance(name="litellm_config", value=str(file), source="flag --config")
        subject = replace(subject, provenance=(row,))
        found = await finding_of("proxy.key", subject, gateway.answer)
    assert found.status is Status.FAIL
    assert found.command == 'export QUAYSIDE_PROXY_KEY="$TEAM_KEY"'
    assert "sk-team-secret" not in repr(found)
