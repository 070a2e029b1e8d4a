import json

import pytest

from kit.measuring import ScriptedMeasurer
from kit.records import a_record
from kit.scripted import a_lane
from kit.staged import Staged, no_servers
from quayside.app.command_line.compare import compare
from quayside.app.command_line.record_lanes import lane_text
from quayside.app.core.comparison.files import write_record
from quayside.app.core.lanes import Path
from quayside.app.core.wire.address import AddressError

OURS = {
    "QUAYSIDE_BASE": "http://e:1",
    "QUAYSIDE_KEY": "sk-engine",
    "QUAYSIDE_PROXY": "http://p:1",
    "QUAYSIDE_PROXY_KEY": "sk-gateway",
}
KEYS = {"sk-engine", "sk-gateway"}


async def asked_again(tmp_path, *lanes):
    write_record(tmp_path / "r.json", a_record(lanes=lanes, rounds=1))
    staged = Staged("compare", "--rerun", str(tmp_path / "r.json"), environment=OURS)
    await compare(staged.stage, ScriptedMeasurer(staged.source), no_servers)
    keys = {lane.base: lane.key.reveal() for lane, _ in staged.source.requests}
    return staged, [keys[lane.base] for lane in lanes]


@pytest.mark.parametrize("path", Path)
@pytest.mark.parametrize(
    "base",
    [
        "http://evil.example:1",
        "http://e:2",
        "https://e:1",
        "http://e.evil.example:1/engines/llama.cpp/v1",
    ],
)
async def test_no_key_goes_to_a_base_that_only_the_record_names(tmp_path, path, base):
    staged, (key,) = await asked_again(tmp_path, a_lane("m", path, base))
    assert key not in KEYS
    assert "lane 1: the record's base is not that of your settings" in staged.narrated
    assert not any(key in staged.narrated + staged.said for key in KEYS)


@pytest.mark.parametrize(
    "base", ["http://e:1@evil.example:1", "http://p:1.evil.example", "ftp://e"]
)
async def test_a_base_that_looks_like_ours_and_is_none_is_refused_before_any_request(
    tmp_path, base
):
    write_record(tmp_path / "r.json", a_record(lanes=(a_lane("m", base=base),), rounds=1))
    staged = Staged("compare", "--rerun", str(tmp_path / "r.json"), environment=OURS)
    with pytest.raises(AddressError):
        await compare(staged.stage, ScriptedMeasurer(staged.source), no_servers)
    assert staged.source.requests == []


async def test_each_server_of_the_settings_gets_its_own_key_and_never_the_others(tmp_path):
    lanes = (
        a_lane("m", Path.SDK, "http://e:1/engines/vllm"),
        a_lane("m", Path.PROXY, "http://p:1"),
        a_lane("m", Path.PROXY, "http://e:1"),
        a_lane("m", Path.SDK, "http://p:1/v1"),
    )
    staged, keys = await asked_again(tmp_path, *lanes)
    assert keys[:2] == ["sk-engine", "sk-gateway"]
    assert not KEYS & set(keys[2:])
    assert "lane 3" in staged.narrated
    assert "lane 1" not in staged.narrated


async def test_no_key_is_kept_with_the_record(tmp_path):
    file = tmp_path / "kept.json"
    line = ("compare", "Rivers?", "--lane", "sdk:m", "--lane", "proxy:m", "--save", str(file))
    staged = Staged(*line, "--json", environment=OURS)
    await compare(staged.stage, ScriptedMeasurer(staged.source), no_servers)
    sent = {lane.key.reveal() for lane, _ in staged.source.requests}
    assert sent == KEYS
    assert not any(key in file.read_text("utf-8") + staged.said for key in KEYS)
    assert json.loads(staged.said)["lanes"][0]["base"] == "http://e:1"


@pytest.mark.parametrize(
    ("base", "demos"),
    [
        ("http://127.0.0.1:22088/engines/llama.cpp", ""),
        ("http://127.0.0.1:22088/engines/one/v1", "/engines/one"),
        ("http://gpu.example:12434/engines/vllm", "http://gpu.example:12434/engines/vllm"),
        ("unix:///var/run/docker.sock", "unix:///var/run/docker.sock"),
        ("ftp://x", "ftp://x"),
    ],
)
def test_in_a_demo_a_base_on_this_machine_is_the_demos_own(base, demos):
    lane = a_lane("m", base=base)
    assert lane_text(lane, demo=True).base == demos
    assert lane_text(lane, demo=False).base == base
