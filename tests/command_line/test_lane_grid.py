import pytest

from quayside.app.command_line.lane_grid import lane_texts
from quayside.app.core.lanes import LaneSyntaxError


@pytest.mark.parametrize(
    ("text", "lanes"),
    [
        ("sdk:ai/smollm2", ["sdk:ai/smollm2"]),
        ("ai/smollm2:360M", ["ai/smollm2:360M"]),
        ("", [""]),
        ("sdk,litellm,proxy:ai/m", ["sdk:ai/m", "litellm:ai/m", "proxy:ai/m"]),
        ("sdk,proxy", ["sdk", "proxy"]),
        ("sdk:ai/a,ai/b:360M", ["sdk:ai/a", "sdk:ai/b:360M"]),
        ("ai/a,ai/b", ["ai/a", "ai/b"]),
        (
            "sdk:m@http://h/engines/llama.cpp,vllm",
            ["sdk:m@http://h/engines/llama.cpp", "sdk:m@http://h/engines/vllm"],
        ),
        ("m@/engines/one,two?n=1,2", ["m@/engines/one?n=1,2", "m@/engines/two?n=1,2"]),
        (
            "sdk,proxy:a,b@http://h",
            ["sdk:a@http://h", "sdk:b@http://h", "proxy:a@http://h", "proxy:b@http://h"],
        ),
        ("sdk, proxy : a", ["sdk:a", "proxy:a"]),
    ],
)
def test_commas_make_a_lane_of_each_combination(text, lanes):
    assert lane_texts(text) == lanes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sdk:a,", "both sides of each comma"),
        ("sdk:a,,b", "both sides"),
        ("m@http://h/one,", "both sides"),
        ("sdk,prxy:m", "unknown path 'prxy'"),
        ("sdk:a,proxy:b", "'proxy:b' after a comma is a lane of its own: repeat --lane"),
    ],
)
def test_a_comma_that_cannot_be_meant_is_refused(text, said):
    with pytest.raises(LaneSyntaxError, match=said):
        lane_texts(text)
