"""A runner at one moment, a laptop's and a GPU box beside a gateway, for pictures."""

import asyncio

from quayside.app.core.lanes import Path
from quayside.app.core.profiles import Profile
from quayside.app.core.runner.engine_control import Configured
from quayside.app.core.runner.found import Found, FoundKind, ModelState
from quayside.app.core.runner.model_store import DiskUse
from quayside.app.core.runner.pull_lines import PullState, read_line
from quayside.app.core.runner.pulling import PullProgress
from quayside.app.core.runner.shapes import EngineStatus, EngineWord, LoadedModel, ModelEntry
from quayside.app.core.runner.snapshot import HeldModel, RunnerSnapshot

LAPTOP = "http://localhost:12434/engines/llama.cpp"
BOX = "http://localhost:22434/engines/vllm"
PROFILES = (
    Profile("gpu-box", BOX),
    Profile("cluster", "http://litellm.example.org:4000", Path.PROXY),
)
_STATUS = {
    "llama.cpp": (EngineWord.RUNNING, "llama.cpp b7000"),
    "vllm": (EngineWord.NOT_INSTALLED, ""),
    "mlx": (EngineWord.NOT_INSTALLED, ""),
}


async def servers():
    """What a search finds."""
    models = (ModelState("docker.io/ai/smollm2:latest", "smollm2", loaded=True),)
    for base, where in ((LAPTOP, "localhost:12434"), (BOX, "localhost:22434")):
        title = f"Docker Model Runner on {where}"
        yield Found(kind=FoundKind.RUNNER, base=base, title=title, version="v1.2.6", models=models)
    yield Found(
        kind=FoundKind.LITELLM_PROXY,
        base="http://localhost:4000",
        title="LiteLLM Proxy on localhost:4000",
        models=(ModelState("smollm2", "smollm2"),),
    )


class StillRunner:
    """Nothing changes; a pull has come to 41 %."""

    async def snapshot(self) -> RunnerSnapshot:
        engines = [EngineStatus(name, *said, "") for name, said in _STATUS.items()]
        return RunnerSnapshot(
            engines=tuple(engines),
            models=_models(),
            disk=DiskUse(5_400_000_000, 90_000_000),
            version="v1.2.6",
        )

    async def pull(self, _model: str):
        state = PullState()
        layer = '"layer":{"id":"sha256:1","size":1300000000,"current":533000000}'
        line = read_line(f'{{"type":"progress","message":"","total":1300000000,{layer}}}')
        assert line is not None
        state.take(line)
        yield PullProgress(state, 12_600_000.0, 61.0)
        await asyncio.Event().wait()

    async def close(self) -> None:
        return None


def _models() -> tuple[HeldModel, ...]:
    small = LoadedModel("llama.cpp", "ai/smollm2", "completion", keep_alive="-1")
    return (
        HeldModel(_entry("smollm2", "98 MB", "Q4_1", "134.5M", 8192), "llama.cpp", (small,)),
        HeldModel(
            _entry("qwen3", "5.0 GB", "Q4_K_M", "8.2B", 40960),
            "llama.cpp",
            configured=(Configured(engine="llama.cpp", context_size=16384),),
        ),
        HeldModel(_entry("gemma3", "2.5 GB", "Q4_K_M", "3.9B", 131072), "llama.cpp"),
    )


def _entry(name: str, size: str, quant: str, parameters: str, context: int) -> ModelEntry:
    return ModelEntry(
        id=f"sha256:{name}",
        tags=(f"docker.io/ai/{name}:latest",),
        format="gguf",
        quantisation=quant,
        parameters=parameters,
        size=size,
        context_size=context,
    )
