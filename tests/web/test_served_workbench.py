import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from kit.processes import gone_within
from kit.serving import served
from quayside.app.command_line import serve as serve_command
from quayside.app.command_line.problems import UsageError

NOBODY = ("--base", "http://127.0.0.1:9/engines/llama.cpp")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(tmp_path_factory.mktemp("home"), *NOBODY) as (_, told):
        yield told


def parts(address):
    origin, _, token = address.partition("/?token=")
    return origin, token


def cookies(address):
    origin, token = parts(address)
    return {f"quayside-{origin.rpartition(':')[2]}": token}


@asynccontextmanager
async def asked(address, path="/", **headers):
    """Who was let in asks for `path`; keeps what it is sent on to unasked."""
    origin, _ = parts(address)
    async with (
        aiohttp.ClientSession(cookies=cookies(address)) as client,
        client.get(origin + path, headers=headers, allow_redirects=False) as response,
    ):
        yield response


@asynccontextmanager
async def a_tab(address):
    origin, _ = parts(address)
    async with (
        aiohttp.ClientSession(cookies=cookies(address)) as client,
        client.ws_connect(f"{origin}/ws?width=100&height=30", headers={"Origin": origin}) as tab,
    ):
        yield tab


async def status(url, **headers):
    async with (
        aiohttp.ClientSession() as client,
        client.get(url, headers=headers, allow_redirects=False) as response,
    ):
        return response.status, await response.text(), response.headers


async def test_the_address_lets_in_and_leaves_no_token_in_the_address_bar(address):
    code, _, headers = await status(address)
    assert (code, headers["Location"]) == (303, "/")
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "SameSite=Strict" in headers["Set-Cookie"]


@pytest.mark.parametrize(
    "path", ["/", "/?token=wrong", "/?token=%ff", "/static/js/textual.js", "/ws"]
)
async def test_without_the_token_nothing_is_given_but_words(address, path):
    code, words, _ = await status(parts(address)[0] + path)
    assert code == 403
    assert "Open the address that `quayside --serve` has printed" in words


@pytest.mark.parametrize(
    "headers",
    [{"Host": "quayside.example:80"}, {"Host": "localhost"}, {"Origin": "http://evil.example"}],
)
async def test_no_other_name_and_no_other_page_comes_in_with_token_or_cookie(address, headers):
    assert (await status(address, **headers))[0] == 403
    async with asked(address, **headers) as response:
        assert response.status == 403


async def test_the_page_asks_no_other_server(address):
    async with asked(address) as response:
        assert response.status == 200
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"


async def test_a_tab_is_a_workbench(address):
    async with a_tab(address) as tab:
        assert "Quayside" in await until(tab, "Quayside")


async def until(tab, words):
    text = ""
    while words not in text:
        text += (await tab.receive_bytes(timeout=30)).decode("utf-8", "replace")
    return text


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_tab_ends_with_a_server_that_was_killed(tmp_path):
    with served(tmp_path, *NOBODY) as (process, told):
        async with a_tab(told) as tab:
            await until(tab, "Quayside")
            tabs = children_of(process.pid)
            process.kill()
        assert len(tabs) == 1
        assert gone_within(tabs, 20)


def children_of(process):
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(word) for word in text.split()]


def test_a_port_that_is_taken_is_named_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"127.0.0.1:{port} .*--port takes another"):
            serve_command.serve(port, ["--serve"])


def test_without_the_extra_its_name_is_told(monkeypatch):
    monkeypatch.setattr(serve_command, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'quayside\[web\]'"):
        serve_command.serve(None, ["--serve"])
