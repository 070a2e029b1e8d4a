"""Run by the interpreter of LiteLLM's own environment: one request through each configuration.

Reads a JSON list of configurations, in which PORT stands for the port of an engine that this
process plays itself. Its last line of output is a JSON list: of each, the requests that reached
the engine as `sent` (request line, body, authorization), and the exception's name as `error`.
"""

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_MODE"] = "PRODUCTION"

import litellm
from litellm.proxy.proxy_server import ProxyConfig

QUESTION = [{"role": "user", "content": "hi"}]
ANSWER = json.dumps(
    {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": "hi"},
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
).encode()


class Engine:
    """Answers everything, and keeps what it was asked."""

    def __init__(self) -> None:
        self.sent: list[list[object]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {key.lower(): value for key, _, value in (one.partition(": ") for one in head)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.sent.append([head[0], json.loads(body), headers.get("authorization", "")])
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n"
            + f"content-length: {len(ANSWER)}\r\n\r\n".encode()
            + ANSWER
        )
        await writer.drain()
        writer.close()


async def ask(engine: Engine, text: str, folder: Path) -> dict[str, object]:
    engine.sent, litellm.drop_params = [], False
    file = folder / "config.yaml"
    file.write_text(text, "utf-8")
    error = ""
    try:
        router, _, _ = await ProxyConfig().load_config(router=None, config_file_path=str(file))
        await router.acompletion(model="a", messages=QUESTION)
    except Exception as problem:
        error = type(problem).__name__
    return {"sent": engine.sent, "error": error}


async def main() -> None:
    told, sys.stdout = sys.stdout, sys.stderr
    engine = Engine()
    server = await asyncio.start_server(engine.serve, "127.0.0.1", 0)
    port = str(server.sockets[0].getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        texts = [text.replace("PORT", port) for text in json.load(sys.stdin)]
        answers = [await ask(engine, text, Path(folder)) for text in texts]
    server.close()
    print("\n" + json.dumps(answers), file=told)


if __name__ == "__main__":
    asyncio.run(main())
