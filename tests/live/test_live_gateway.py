import asyncio
import json
import os
from pathlib import Path
from typing import Any

import openai
import pytest

from kit.live_proxy import MODEL, LiveProxy
from quayside.app.core.conversation import Reply
from quayside.app.core.failures import Failure
from quayside.app.core.gateway.api import Alias, GatewayApi, Readiness
from quayside.app.core.gateway.versions import objection
from quayside.app.core.lanes import Lane, Message
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import parse_gateway_base
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.connections import open_client
from quayside.app.core.wire.outcome import collect

pytestmark = pytest.mark.live

QUESTION: list[Any] = [{"role": "user", "content": "Name three rivers."}]
STEADY: dict[str, Any] = {"temperature": 0, "seed": 1, "max_tokens": 16}
REAL_SDK = Path(__file__).parents[1] / "kit" / "real_sdk.py"


async def ask(proxy: LiveProxy, model: str, key: Secret | None = None, **others: Any) -> Reply:
    lane = Lane(
        LanePath.PROXY, model, proxy.base, proxy.key if key is None else key, STEADY, **others
    )
    return await gather(lane)


async def gather(lane: Lane) -> Reply:
    messages: list[Message] = QUESTION
    client = EngineClient()
    try:
        return await collect(client, lane, messages)
    finally:
        await client.close()


async def test_the_proxy_that_runs_is_a_safe_one_and_tells_its_state(
    litellm_proxy: LiveProxy,
) -> None:
    address = parse_gateway_base(litellm_proxy.base)
    async with open_client(address) as client:
        api = GatewayApi(address, litellm_proxy.key, client)
        assert await api.liveliness() is None
        assert await api.readiness() == Readiness("healthy", "Not connected")
        version = await api.version()
    assert version == litellm_proxy.install.version
    assert objection(litellm_proxy.install.version, []) == ""


async def test_its_aliases_are_seen_with_what_stands_behind_them(litellm_proxy: LiveProxy) -> None:
    address = parse_gateway_base(litellm_proxy.base)
    async with open_client(address) as client:
        aliases = await GatewayApi(address, litellm_proxy.key, client).aliases()
    assert not isinstance(aliases, Failure)
    base = litellm_proxy.runner.base
    assert [(alias.name, alias.provider_model, alias.api_base) for alias in aliases] == [
        ("smollm2", MODEL, f"{base}/v1"),
        ("lost", MODEL, base),
        ("docker_model_runner/*", "docker_model_runner/*", f"{base}/v1"),
    ]
    assert len({alias.model_id for alias in aliases}) == 3


async def test_a_wrong_key_and_no_key_are_refused_in_words(litellm_proxy: LiveProxy) -> None:
    address = parse_gateway_base(litellm_proxy.base)
    seen: list[tuple[Alias, ...] | Failure] = []
    async with open_client(address) as client:
        for key in ("sk-wrong", ""):
            seen.append(await GatewayApi(address, Secret(key), client).aliases())
    kinds = [answer.kind for answer in seen if isinstance(answer, Failure)]
    assert kinds == ["key-rejected", "key-missing"]
    reply = await ask(litellm_proxy, "smollm2", Secret("sk-wrong"))
    assert reply.tally.failure is not None
    assert "key" in reply.tally.failure.cause
    assert "sk-wrong" not in repr(reply.tally.failure)


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("model", ["smollm2", "docker_model_runner/ai/smollm2"])
async def test_our_client_hears_the_engine_through_the_proxy_as_it_hears_it_alone(
    litellm_proxy: LiveProxy, model: str, stream: bool
) -> None:
    through = await ask(litellm_proxy, model, stream=stream)
    alone = await gather(
        Lane(LanePath.SDK, "ai/smollm2", litellm_proxy.runner.base, Secret(), STEADY, stream)
    )
    assert through.tally.failure is None
    assert through.tally.text == alone.tally.text != ""
    headers = through.tally.headers
    assert headers["x-litellm-version"] == litellm_proxy.install.version
    assert headers["x-litellm-model-api-base"] == f"{litellm_proxy.runner.base}/v1"
    assert headers["x-litellm-model-name"] == MODEL
    assert through.tally.usage is not None
    assert through.tally.usage.completion_tokens == 16


async def test_a_base_without_its_version_fails_as_litellm_sends_it(
    litellm_proxy: LiveProxy,
) -> None:
    failure = (await ask(litellm_proxy, "lost")).tally.failure
    assert failure is not None
    assert "404" in failure.seen
    assert "/v1" in failure.cure + failure.cause


async def test_an_alias_that_is_not_there_is_said(litellm_proxy: LiveProxy) -> None:
    failure = (await ask(litellm_proxy, "nope")).tally.failure
    assert failure is not None
    assert failure.kind == "alias-unknown"


async def test_the_official_client_gets_equal_texts_streamed_and_whole(
    litellm_proxy: LiveProxy,
) -> None:
    key = litellm_proxy.key.reveal()
    base = f"{litellm_proxy.base}/v1"
    async with openai.AsyncOpenAI(base_url=base, api_key=key, timeout=120) as official:
        whole = await official.chat.completions.create(model="smollm2", messages=QUESTION, **STEADY)
        stream = await official.chat.completions.create(
            model="smollm2", messages=QUESTION, stream=True, **STEADY
        )
        pieces = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
    assert whole.choices[0].message.content == "".join(pieces) != ""


async def test_the_real_litellm_talks_to_the_runner_and_to_the_proxy(
    litellm_proxy: LiveProxy,
) -> None:
    told = {
        "runner": litellm_proxy.runner.base,
        "proxy": litellm_proxy.base,
        "key": litellm_proxy.key.reveal(),
    }
    kept = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION"}
    sdk = await asyncio.create_subprocess_exec(
        *(str(litellm_proxy.install.python), "-I", str(REAL_SDK), json.dumps(told)),
        env={**os.environ, **kept},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await sdk.communicate()
    assert sdk.returncode == 0, output.decode()[-3000:]
    said = json.loads(output.decode().splitlines()[-1])
    assert len(set(said["texts"])) == 1
    assert said["texts"][0]
    assert "not found" in said["refusal"]
