from contextlib import ExitStack
from pathlib import Path

import pytest

from kit.canary_servers import listening
from kit.canary_world import World, leaked, on_disk, sent_to
from kit.command_lines import command_lines
from kit.live_home import share_programs

pytestmark = pytest.mark.live


@pytest.fixture
def world(tmp_path: Path, litellm_install):
    with ExitStack() as stack:
        one = World(tmp_path, [stack.enter_context(listening()) for _ in range(6)])
        share_programs(tmp_path / "cache", tmp_path / "data")
        yield one


def kept_to_itself(world: World, lines: set[bytes]) -> None:
    assert lines == set()
    assert [leaked(one) for one in world.written if leaked(one)] == []
    assert on_disk(world) == {}
    for server in (world.proxy, world.box, world.gate, world.other):
        assert sent_to(server) == set()


def test_litellm_itself_sends_a_lanes_key_to_its_own_server_and_no_other(world: World) -> None:
    lane = ("--lane", f"litellm:ai/smollm2@{world.engine.origin}/engines/llama.cpp/v1")
    with command_lines(b"-0123456789abcdef") as lines:
        world.run("chat", "hi", *lane, statuses=(0,))
        world.run("chat", "hi", *lane, "--json", statuses=(0,))
        world.run("chat", "refuse", *lane, statuses=(1,))
    kept_to_itself(world, lines)
    assert sent_to(world.engine) == {"engine"}


def test_a_demo_and_its_proxy_take_no_key_of_the_environment(world: World) -> None:
    lanes = ("--lane", "sdk:ai/smollm2", "--lane", "proxy:ai/smollm2", "--lane", "litellm")
    short = ("--demo", "--max-tokens", "8", "--repeat", "1", "--save", "kept.json")
    with command_lines(b"-0123456789abcdef") as lines:
        world.run("compare", "Name a river.", *lanes, *short, statuses=(0,))
    kept_to_itself(world, lines)
    assert sent_to(world.engine) == set()
