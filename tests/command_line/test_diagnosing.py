from pathlib import Path as File

from kit.scripted import a_lane
from kit.staged import Staged
from quayside.app.command_line.diagnosing import Diagnosing
from quayside.app.command_line.workbench import kit_for
from quayside.app.core.diagnostics.model import Finding, Planned, Status
from quayside.app.core.lanes import LaneText
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.settings import Setting, Settings
from quayside.app.core.settings_holder import SettingsHolder

NEW = "http://localhost:12434/engines/vllm"


async def test_checks_are_told_where_a_setting_comes_from_after_a_cure_has_changed_it(
    tmp_path: File,
) -> None:
    holder = SettingsHolder(Settings(), tmp_path / "config.yaml")
    looks = Diagnosing(holder, {}, demo=False)
    holder.change("model", "ai/qwen3")
    steps = [one async for one in looks.diagnose([a_lane("ai/qwen3")], False, "settings.model")]
    assert isinstance(steps[0], Planned)
    finding = steps[-1]
    assert isinstance(finding, Finding)
    assert finding.status is Status.PASS
    assert finding.evidence[0].text == "this session"
    assert "| model | ai/qwen3 | this session |" in looks.report([finding])


async def test_a_demos_report_has_the_bases_that_were_looked_at(tmp_path: File) -> None:
    looks = Diagnosing(SettingsHolder(Settings(), tmp_path / "c"), {}, demo=True)
    async for _ in looks.diagnose([a_lane(base="http://127.0.0.1:22089")], False, "settings.base"):
        pass
    assert "http://127.0.0.1:22089 | demo |" in looks.report([])


def test_lanes_that_are_opened_after_a_cure_rest_on_what_it_changed() -> None:
    staged = Staged()
    stage = staged.stage
    kit = kit_for(
        stage.arguments, stage.settings, stage.environment, stage.composition, staged.source
    )
    assert kit.holder is not None
    kit.holder.change("api_base", NEW)
    kit.holder.change("model", "ai/qwen3")
    lane = kit.lane_for(LaneText(LanePath.SDK))
    assert (lane.base, lane.model) == (NEW, "ai/qwen3")
    real = kit.lane_for(LaneText(LanePath.LITELLM))
    assert real.base == f"{NEW}/v1"


def test_the_config_yaml_in_effect_is_mended_and_what_it_was_is_kept(tmp_path: File) -> None:
    file = tmp_path / "litellm.yaml"
    base = "http://localhost:12434/engines/llama.cpp"
    params = {"model": "docker_model_runner/ai/smollm2", "api_base": base}
    entry = f"  - model_name: smollm2\n    litellm_params: {params}\n"
    written = f"model_list:\n{entry}general_settings:\n  master_key: os.environ/KEY\n"
    file.write_text(written)
    settings = Settings(litellm_config=Setting(str(file), "flag --config"))
    holder = SettingsHolder(settings, tmp_path / "config.yaml")
    told = Diagnosing(holder, {"KEY": "sk-a-long-master-key"}, demo=False).mend()
    assert "What it was is in litellm.yaml.bak" in told
    assert f"{base}/v1" in file.read_text()
    assert (tmp_path / "litellm.yaml.bak").read_text() == written
    again = Diagnosing(holder, {"KEY": "sk-a-long-master-key"}, demo=False).mend()
    assert "nothing" in again
