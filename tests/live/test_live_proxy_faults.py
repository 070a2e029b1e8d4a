import asyncio
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kit.live_runner import LiveRunner
from kit.loop_thread import loop_thread
from kit.scripted_gateway import configured, entry
from quayside.app.core.diagnostics.engine import diagnose
from quayside.app.core.diagnostics.model import Finding, Provenance, Status, Subject
from quayside.app.core.failures import Failure
from quayside.app.core.gateway.environment import LiteLLMInstall
from quayside.app.core.gateway.process import LiteLLMProxy
from quayside.app.core.lanes import Lane
from quayside.app.core.lanes import Path as LanePath
from quayside.app.core.runner.api import RunnerApi
from quayside.app.core.runner.received import ReceivedRequest
from quayside.app.core.secret import Secret
from quayside.app.core.wire.address import parse_engine_base
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.connections import open_client
from quayside.app.core.wire.outcome import collect

pytestmark = pytest.mark.live

KEY = "sk-live-proxy-faults"


@dataclass(frozen=True)
class Faults:
    base: str
    runner: LiveRunner
    refusals: dict[Path, str]


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def faulty(runner: LiveRunner, dead: int) -> str:
    good = f"{runner.base}/v1"
    return configured(
        entry("good", api_base=good),
        entry("lost", api_base=runner.base),
        entry("wrong-engine", api_base=runner.engine("lama.cpp") + "/v1"),
        entry("dead", api_base=f"http://127.0.0.1:{dead}/engines/llama.cpp/v1"),
        entry("unset", api_base="os.environ/QUAYSIDE_TEST_NOT_SET"),
        entry("not-pulled", "docker_model_runner/ai/no-such-model", api_base=good),
        entry("prefixless", "ai/smollm2", api_base=good),
        entry("hasty", api_base=good, timeout=2, num_retries=1),
        entry("docker_model_runner/*", "docker_model_runner/*", api_base=good),
        key=KEY,
    )


async def what_it_says(install: LiteLLMInstall, file: Path) -> str:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("LITELLM_")}
    child = await asyncio.create_subprocess_exec(
        *(*install.command, "--config", str(file), "--host", "127.0.0.1"),
        *("--port", str(a_free_port())),
        env={**kept, "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(child.communicate(), 180)
    finally:
        if child.returncode is None:
            child.kill()
    return output.decode("utf-8", "replace")


async def started(proxy: LiteLLMProxy, install: LiteLLMInstall, file: Path) -> None:
    async for step in proxy.start(install, config_path=file, port=a_free_port()):
        assert not isinstance(step, Failure), f"{step.summary}\n{step.seen}"


@pytest.fixture(scope="module")
def faults(
    embedded_runner: LiveRunner,
    litellm_install: LiteLLMInstall,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Faults]:
    folder = tmp_path_factory.mktemp("faults")
    files = {name: folder / f"{name}.yaml" for name in ("faulty", "keyless", "public")}
    good = entry("good", api_base=f"{embedded_runner.base}/v1")
    files["faulty"].write_text(faulty(embedded_runner, a_free_port()))
    files["keyless"].write_text(configured(good, key=None))
    files["public"].write_text(configured(good, key="sk-1234"))
    proxy = LiteLLMProxy(os.environ)
    with loop_thread() as wait_for:

        async def all_three() -> tuple[None, str, str]:
            return await asyncio.gather(
                started(proxy, litellm_install, files["faulty"]),
                what_it_says(litellm_install, files["keyless"]),
                what_it_says(litellm_install, files["public"]),
            )

        try:
            _, keyless, public = wait_for(all_three())
            refusals = {files["keyless"]: keyless, files["public"]: public}
            yield Faults(proxy.base, embedded_runner, refusals)
        finally:
            wait_for(proxy.stop())


async def findings(
    faults: Faults, alias: str, key: str = KEY, deep: bool = False, base: str = ""
) -> dict[str, Finding]:
    lane = Lane(LanePath.PROXY, alias, base or faults.base, Secret(key))
    return {one.check: one async for one in diagnose(Subject(proxy=lane), deep)}


async def culprit(faults: Faults, alias: str, **others: str) -> Finding:
    found = await findings(faults, alias, **others)
    return next(one for one in found.values() if one.status is Status.FAIL)


async def on_record(faults: Faults) -> list[ReceivedRequest]:
    address = parse_engine_base(faults.runner.base)
    async with open_client(address) as client:
        return await RunnerApi(address, client).received()


async def test_a_healthy_alias_passes_and_nothing_is_generated(faults: Faults) -> None:
    before = await on_record(faults)
    for alias in ("good", "docker_model_runner/ai/smollm2"):
        found = await findings(faults, alias)
        found.pop("discovery.servers", None)
        assert {name: str(one.status) for name, one in found.items()} == dict.fromkeys(
            found, "pass"
        )
    assert await on_record(faults) == before


@pytest.mark.parametrize(
    ("alias", "words", "command"),
    [
        ("lost", "lacks /v1", "api_base: {base}/v1"),
        ("wrong-engine", "no engine 'lama.cpp'", "api_base: {base}/v1"),
        ("dead", "nothing answers", "api_base: "),
        ("unset", "no api_base is in effect", "api_base: "),
        ("not-pulled", "no model 'ai/no-such-model'", "docker model pull ai/no-such-model"),
    ],
)
async def test_what_stands_behind_an_alias_is_diagnosed_from_the_real_proxys_own_word(
    faults: Faults, alias: str, words: str, command: str
) -> None:
    found = await culprit(faults, alias)
    assert found.check == "proxy.upstream"
    assert words in found.summary
    assert found.command.startswith(command.format(base=faults.runner.base))


async def test_a_cooldown_does_not_hide_the_cause(faults: Faults) -> None:
    lane = Lane(LanePath.PROXY, "lost", faults.base, Secret(KEY))
    client = EngineClient()
    try:
        kinds = [await _kind(client, lane) for _ in range(2)]
    finally:
        await client.close()
    assert kinds == ["wrong-route", "cooldown"]
    found = await culprit(faults, "lost")
    assert "lacks /v1" in found.summary


async def _kind(client: EngineClient, lane: Lane) -> str:
    reply = await collect(client, lane, [{"role": "user", "content": "Hi"}])
    assert reply.tally.failure is not None
    return reply.tally.failure.kind


@pytest.mark.parametrize("alias", ["prefixless", "no-such-alias"])
async def test_an_alias_that_the_proxy_left_out_is_unknown(faults: Faults, alias: str) -> None:
    found = await culprit(faults, alias)
    assert found.check == "proxy.alias"
    assert "good" in found.evidence[0].text


@pytest.mark.parametrize(("key", "words"), [("", "wants a key"), ("sk-wrong", "not accept")])
async def test_no_key_and_a_wrong_one_are_told_apart_whatever_the_proxy_says(
    faults: Faults, key: str, words: str
) -> None:
    found = await culprit(faults, "good", key=key)
    assert found.check == "proxy.key"
    assert words in found.summary
    seen = "No connected db." if key else "500 Internal Server Error"
    assert seen in found.evidence[1].text


async def test_a_runners_path_at_the_proxys_port_is_taken_off(faults: Faults) -> None:
    found = await culprit(faults, "good", base=f"{faults.base}/engines/llama.cpp/v1")
    assert found.check == "proxy.alive"
    assert [(one.setting, one.value) for one in found.changes] == [("proxy_base", faults.base)]


async def test_the_runner_itself_is_no_proxy(faults: Faults) -> None:
    found = await culprit(faults, "good", base=faults.runner.base)
    assert found.check == "proxy.alive"
    assert "Docker Model Runner" in found.summary


async def test_a_short_timeout_is_seen_before_it_ends_a_load(faults: Faults) -> None:
    found = (await findings(faults, "hasty"))["proxy.limits"]
    assert found.status is Status.WARN
    assert "2 s" in found.summary
    assert "2 times" in found.cause


async def test_a_proxy_that_refused_its_master_key_is_explained_by_its_file(
    faults: Faults,
) -> None:
    said = ("no master key is set", "publicly known default")
    for (file, output), words in zip(faults.refusals.items(), said, strict=True):
        assert words in output
        lane = Lane(LanePath.PROXY, "good", f"http://127.0.0.1:{a_free_port()}")
        row = Provenance(name="litellm_config", value=str(file), source="flag --config")
        search = diagnose(Subject(proxy=lane, provenance=(row,), environment={}))
        found = [one async for one in search if one.status in (Status.WARN, Status.FAIL)]
        assert found[0].check == "config.file"
        assert "master key" in found[0].summary
        assert "does not start" in found[0].cause
        assert found[1].check == "network.proxy-connection"


async def test_the_deep_look_shows_what_the_engine_got_and_that_nothing_held_it_back(
    faults: Faults,
) -> None:
    found = await findings(faults, "good", deep=True)
    for check in ("stream.proxy", "stream.flow", "received.proxy"):
        assert found[check].status is Status.PASS, found[check]
    rows = {row.label: row.text for row in found["received.proxy"].evidence}
    assert re.search("include_usage.*true", rows["stream_options"])
    assert rows["model"] == "ai/smollm2"
    assert "OpenAI/Python" in rows["user-agent"]
