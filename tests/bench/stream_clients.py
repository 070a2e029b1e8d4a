"""Ways to read one stream to its end; each gives how many pieces of text it saw."""

import json
import socket
from typing import Any

import httpx

from quayside.app.core.events import TextDelta
from quayside.app.core.lanes import Lane, Path
from quayside.app.core.wire.client import EngineClient
from quayside.app.core.wire.jsontext import read_json
from quayside.app.core.wire.sse import SseDecoder
from quayside.app.core.wire.transport import DirectTransport

ASK = [{"role": "user", "content": "Go on."}]
BODY = {"model": "ai/smollm2", "messages": ASK, "stream": True}
PATH = "/engines/llama.cpp/v1/chat/completions"


async def floor(port: int) -> int:
    """A blocking socket, lines and JSON: what any reader in Python must spend."""
    body = json.dumps(BODY).encode()
    head = f"POST {PATH} HTTP/1.1\r\nHost: h\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    seen, rest = 0, b""
    with socket.create_connection(("127.0.0.1", port)) as one:
        one.sendall(head + body)
        while data := one.recv(65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if line.startswith(b"data: {"):
                    seen += "content" in json.loads(line[6:])["choices"][0]["delta"]
    return seen


async def decoder(port: int) -> int:
    """Our transport, our decoder of event streams, and our reading of JSON."""
    sse, seen = SseDecoder(), 0
    transport = DirectTransport(keep_alive=3.0)
    async with (
        httpx.AsyncClient(transport=transport, timeout=None) as client,
        client.stream("POST", f"http://127.0.0.1:{port}{PATH}", json=BODY) as response,
    ):
        async for piece in response.aiter_bytes():
            for event in sse.feed(piece):
                if event.data.startswith("{"):
                    chunk: Any = read_json(event.data)
                    seen += "content" in chunk["choices"][0]["delta"]
    return seen


async def engine_client(port: int) -> int:
    """What the program itself uses, with all its events."""
    client, seen = EngineClient(), 0
    lane = Lane(Path.SDK, "ai/smollm2", f"http://127.0.0.1:{port}")
    async for event in client.reply(lane, ASK):
        seen += isinstance(event, TextDelta)
    await client.close()
    return seen


async def httpx_lines(port: int) -> int:
    """The usual reader: httpx as it comes, `aiter_lines`, and JSON."""
    seen = 0
    async with (
        httpx.AsyncClient(timeout=None, trust_env=False) as client,
        client.stream("POST", f"http://127.0.0.1:{port}{PATH}", json=BODY) as response,
    ):
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                seen += "content" in json.loads(line[6:])["choices"][0]["delta"]
    return seen


async def openai_sdk(port: int) -> int:
    from openai import AsyncOpenAI

    base = f"http://127.0.0.1:{port}/engines/llama.cpp/v1"
    seen = 0
    async with AsyncOpenAI(base_url=base, api_key="x", max_retries=0) as client:
        stream = await client.chat.completions.create(
            model="ai/smollm2", messages=[{"role": "user", "content": "Go on."}], stream=True
        )
        async for chunk in stream:
            seen += chunk.choices[0].delta.content is not None
    return seen
