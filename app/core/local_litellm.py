"""A LiteLLM on this machine: one that is there already, or one that Quayside makes for itself."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from .failures import Failure
from .lanes import Path as LanePath
from .preparation import Preparation, PreparationStep


async def provide_litellm(
    environment: Mapping[str, str], data_directory: Path
) -> AsyncIterator[PreparationStep]:
    """Make LiteLLM's environment where there is none that may be run; a `Failure` is the last item.

    After any other end `available_litellm` gives one. Two that run at once make one.
    """
    # Few lanes wait for this, and every start would load it.
    from .gateway.environment import available_litellm, environment_directory, make_environment

    if available_litellm(environment, data_directory) is not None:
        return
    async for step in make_environment(environment_directory(data_directory), environment):
        yield step
        if isinstance(step, Failure):
            return
    if available_litellm(environment, data_directory) is None:
        yield _vanished()


def litellm_preparation(environment: Mapping[str, str], data_directory: Path) -> Preparation:
    """What the lanes of LiteLLM's own SDK wait for; for no other lane is it worth its minutes."""
    return Preparation(
        name="litellm",
        title="LiteLLM",
        steps=lambda: provide_litellm(environment, data_directory),
        holds=lambda lane: lane.path is LanePath.LITELLM,
        on_demand=True,
    )


def _vanished() -> Failure:
    return Failure(
        kind="litellm-missing",
        summary="LiteLLM was installed and is not there",
        tried="looking for LiteLLM on PATH and in Quayside's data directory",
        seen="nothing that can be run",
        cause="Something removed it while it was being prepared.",
        cure="Install it again.",
        command="quayside litellm install",
    )
