"""A server that is no runner, asked for what only a runner has: its models by name, and words."""

from dataclasses import replace

import httpx

from ..failures import Failure
from ..wire.address import EngineAddress
from .api import RunnerApi
from .found import TITLES, Found, FoundKind
from .identify import ClientFor, identify
from .shapes import read_models
from .snapshot import HeldModel, RunnerSnapshot


async def other_server(address: EngineAddress, client_for: ClientFor) -> Found | None:
    """What listens at `address` where it is known and no runner; else None."""
    found = await identify(address, client_for=client_for)
    known = found is not None and found.kind not in (FoundKind.RUNNER, FoundKind.UNKNOWN)
    return found if known else None


async def listed_models(address: EngineAddress, client: httpx.AsyncClient) -> RunnerSnapshot:
    """The models that an OpenAI-compatible server lists; nothing else is known of it."""
    listed = await RunnerApi(address, client).get("/v1/models")
    entries = read_models(listed.json() if listed.status == 200 else None)
    return RunnerSnapshot(models=tuple(HeldModel(entry, "") for entry in entries), silent=True)


def is_no_runner(found: Found, failure: Failure) -> Failure:
    """`failure`, with its cause: the server is another one."""
    return replace(
        failure,
        kind="not-a-runner",
        summary=f"{found.title} is no Docker Model Runner",
        cause=f"{TITLES[found.kind]} has models, but only a runner loads, pulls, configures and "
        "removes them when it is told to.",
        cure="Use that server's own tools, or give the base of a runner.",
        command="quayside config show",
    )
