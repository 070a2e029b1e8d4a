import pytest

from kit.raw_server import closed_port
from kit.scripted import a_lane
from quayside.app.core.runner.context_limit import context_limit
from quayside.app.core.runner.failing import RunnerApiError
from quayside.app.core.runner.handle import RunnerHandle
from quayside.app.core.secret import Secret

BROKEN = "half\udc00 of a \ud83d pair"


@pytest.fixture
def base():
    return f"http://127.0.0.1:{closed_port()}/engines/llama.cpp"


@pytest.mark.parametrize("act", ["details", "remove", "load"])
async def test_a_name_that_is_no_text_can_be_asked_for(base, act):
    handle = RunnerHandle(base, Secret(""))
    with pytest.raises(RunnerApiError):
        await getattr(handle, act)(BROKEN)
    await handle.close()


async def test_the_limit_of_a_model_whose_name_is_no_text_is_not_known(base):
    assert await context_limit(a_lane(BROKEN, base=base)) is None
