import asyncio

import httpx
import pytest

from kit.diagnosing import all_findings, finding_of, listening, subject_of, surroundings_of
from kit.scripted import ScriptedSource, a_failure, answer, failing
from quayside.app.core.diagnostics.model import Finding, Status
from quayside.app.core.diagnostics.site import Limits, Surroundings

KEY = "sk-proxy-key"
ALIASES = ["smollm2", "docker_model_runner/*"]


def litellm(request: httpx.Request) -> httpx.Response:
    path = request.url.path
    if path == "/health/liveliness":
        return httpx.Response(200, json="I'm alive!")
    if path == "/health/readiness":
        return httpx.Response(200, json={"status": "healthy", "db": "Not connected"})
    if path == "/v1/models":
        if request.headers.get("authorization") != f"Bearer {KEY}":
            error = {"message": "No connected db.", "type": "no_db_connection", "code": "400"}
            return httpx.Response(400, json={"error": error})
        return httpx.Response(200, json={"data": [{"id": name} for name in ALIASES]})
    return httpx.Response(404, json={"detail": "Not Found"})


async def findings(
    key: str = KEY, alias: str = "smollm2", around: Surroundings | None = None, deep: bool = False
) -> dict[str, Finding]:
    async with listening() as port:
        subject = subject_of(proxy=f"http://localhost:{port}", proxy_key=key, alias=alias)
        return await all_findings(subject, around or surroundings_of(litellm), deep)


@pytest.mark.parametrize("alias", ["smollm2", "docker_model_runner/ai/gemma3"])
async def test_a_proxy_that_knows_key_and_alias_passes(alias: str) -> None:
    found = await findings(alias=alias)
    assert {str(one.status) for one in found.values()} == {"pass"}


async def test_a_wrong_key_is_told_from_litellms_odd_answer() -> None:
    found = await findings(key="sk-wrong-key")
    assert found["proxy.alive"].status is Status.PASS
    assert found["proxy.key"].status is Status.FAIL
    assert "key" in (found["proxy.key"].summary + found["proxy.key"].cause)
    assert "No connected db." in found["proxy.key"].evidence[1].text
    assert found["proxy.alias"].status is Status.SKIP
    assert "sk-wrong-key" not in repr(found)


async def test_a_proxys_key_that_no_header_can_carry_is_told_by_its_own_variable() -> None:
    found = (await findings(key="sk-two words"))["proxy.key"]
    assert found.status is Status.FAIL
    assert found.command.startswith("export QUAYSIDE_PROXY_KEY=")


async def test_an_unknown_alias_is_answered_with_a_near_one() -> None:
    found = (await findings(alias="ai/smollm2"))["proxy.alias"]
    assert found.status is Status.FAIL
    assert "smollm2" in found.cure
    assert found.command == "quayside chat 'Hello' --lane proxy:smollm2"


def docker_gateway(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/health":
        health = {"status": "healthy", "version": "1.2.6", "models": ["smollm2"]}
        return httpx.Response(200, json=health)
    if request.url.path != "/v1/models":
        return httpx.Response(404)
    if request.headers.get("authorization") != f"Bearer {KEY}":
        error = {"message": "Invalid API key", "type": "authentication_error"}
        return httpx.Response(401, json={"error": error})
    return httpx.Response(200, json={"data": [{"id": "smollm2"}]})


async def test_dockers_own_gateway_passes_though_it_tells_nothing_of_its_engines() -> None:
    found = await findings(around=surroundings_of(docker_gateway))
    assert {str(one.status) for one in found.values()} == {"pass"}
    assert "Docker's own" in found["proxy.alive"].summary
    refused = await findings(key="sk-other", around=surroundings_of(docker_gateway))
    assert refused["proxy.key"].status is Status.FAIL


async def test_another_server_at_the_proxys_address_is_named() -> None:
    found = await findings(
        around=surroundings_of(lambda _: httpx.Response(200, text="Ollama is running"))
    )
    assert found["proxy.alive"].status is Status.FAIL
    assert "Ollama" in found["proxy.alive"].summary


async def test_a_proxy_that_is_still_loading_is_told_from_one_that_is_away() -> None:
    async def loading(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with listening() as port:
        subject = subject_of(proxy=f"http://localhost:{port}", proxy_key=KEY, alias="smollm2")
        found = await finding_of("proxy.alive", subject, loading, Limits(answer=0.05))
    assert found.status is Status.FAIL
    assert "does not answer in time" in found.summary
    assert "just starting" in found.cause


async def test_a_web_page_at_the_proxys_address_is_no_proxy() -> None:
    found = await findings(around=surroundings_of(lambda _: httpx.Response(200, text="<html>")))
    assert found["proxy.alive"].status is Status.WARN


async def test_deep_checks_stream_one_token_and_let_go() -> None:
    source = ScriptedSource({"smollm2": answer("Hi")})
    around = surroundings_of(litellm, lambda: source)
    found = (await findings(around=around, deep=True))["stream.proxy"]
    assert found.status is Status.PASS
    assert "first token" in {item.label for item in found.evidence}
    lane, _ = source.requests[0]
    assert lane.parameters["max_tokens"] == 1
    assert source.closed


async def test_a_stream_that_fails_brings_its_own_words() -> None:
    source = ScriptedSource({"smollm2": failing(a_failure("truncated-stream"))})
    around = surroundings_of(litellm, lambda: source)
    found = (await findings(around=around, deep=True))["stream.proxy"]
    assert found.status is Status.FAIL
    assert found.cure
