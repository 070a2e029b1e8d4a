"""A server whose answer is its own timetable: each token is the moment at which it was sent.

Run by file path: `python -I known_timing.py GAP_MS TOKENS FAULT` listens on loopback, prints
its port, and ends when its standard input closes. FAULT makes every second answer another one:
`cut` in its middle, `cooldown` a 429, `end` the end of the process, or `none`.

Moments are milliseconds from the last byte of the request, read from the monotonic clock right
before the system is given the chunk.
"""

import asyncio
import itertools
import json
import os
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FIRST_TOKEN = 0.020
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def chunk(data: object) -> bytes:
    event = b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(event), event)


def piece(delta: dict[str, str], finish: str | None = None, **more: object) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return chunk({"choices": [choice], "model": "known", **more})


async def answer(writer: asyncio.StreamWriter, gap: float, tokens: int) -> None:
    started = time.monotonic()
    writer.write(HEAD + piece({"role": "assistant"}))
    for number in range(tokens):
        await asyncio.sleep(max(0.0, started + FIRST_TOKEN + number * gap - time.monotonic()))
        writer.write(piece({"content": f"{(time.monotonic() - started) * 1000:.3f} "}))
    usage = {
        "prompt_tokens": 12,
        "completion_tokens": tokens,
        "prompt_tokens_details": {"cached_tokens": 8},
    }
    ended = (time.monotonic() - started) * 1000
    writer.write(piece({}, "stop", usage=usage, ended=ended) + chunk(b"[DONE]") + b"0\r\n\r\n")
    await writer.drain()


async def go_wrong(writer: asyncio.StreamWriter, fault: str) -> None:
    if fault == "end":
        os._exit(0)
    if fault == "cooldown":
        words = b'{"error": {"message": "No deployments available", "code": "429"}}'
        head = b"HTTP/1.1 429 Too Many Requests\r\ncontent-type: application/json\r\n"
        writer.write(head + b"content-length: %d\r\n\r\n" % len(words) + words)
        return
    writer.write(HEAD + piece({"content": "half an"}))
    await writer.drain()
    raise ConnectionError


async def serve(gap: float, tokens: int, fault: str) -> None:
    answers = itertools.count()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                )
                await reader.readexactly(length)
                if fault != "none" and next(answers) % 2:
                    await go_wrong(writer, fault)
                else:
                    await answer(writer, gap, tokens)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


@asynccontextmanager
async def known_timing(gap: float, tokens: int, fault: str = "none") -> AsyncIterator[str]:
    """The base of such a server, in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        __file__,
        f"{gap * 1000}",
        f"{tokens}",
        fault,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}/v1"
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    asyncio.run(serve(float(sys.argv[1]) / 1000, int(sys.argv[2]), sys.argv[3]))
