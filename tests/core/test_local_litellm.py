from pathlib import Path

from kit.scripted import a_lane
from kit.sdk_environment import make_sdk_environment
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.local_litellm import litellm_preparation


async def test_a_litellm_that_is_there_is_prepared_without_a_word(tmp_path):
    found = make_sdk_environment(tmp_path / "sdk")
    preparation = litellm_preparation(found, tmp_path / "data")
    assert [step async for step in preparation.steps()] == []
    assert not (tmp_path / "data").exists()


def test_only_lanes_of_litellms_own_sdk_wait_for_it_and_only_they_start_it():
    preparation = litellm_preparation({}, Path("data"))
    holds = {path: preparation.holds(a_lane(path=path)) for path in LanePath}
    assert holds == {LanePath.SDK: False, LanePath.PROXY: False, LanePath.LITELLM: True}
    assert preparation.on_demand
    lane = a_lane(path=LanePath.LITELLM)
    assert preparation.settle(lane) == lane
