"""One answer for every client: OpenAI's routes and Ollama's, streamed by an absolute schedule.

`python -m bench.chat_server TOKENS A_SECOND` prints its port, and with each answer that it has
sent the moment by the monotonic clock. It ends with its stdin.
"""

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.mixed_document import tokens

MODEL = "mock"
LAST_WORDS = "FIN-7319"
OPENAI_MODELS = {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 1}]}
OLLAMA_MODEL = {
    "name": MODEL,
    "model": MODEL,
    "modified_at": "2026-11-25T00:00:00Z",
    "size": 1,
    "digest": "0" * 64,
    "details": {
        "parent_model": "",
        "format": "gguf",
        "family": "llama",
        "families": ["llama"],
        "parameter_size": "1B",
        "quantization_level": "Q4_0",
    },
}
ANSWERS: dict[str, Any] = {
    "models": OPENAI_MODELS,
    "tags": {"models": [OLLAMA_MODEL]},
    "ps": {"models": []},
    "version": {"version": "0.12.0"},
    "show": {
        "license": "",
        "modelfile": "",
        "parameters": "",
        "template": "",
        "modified_at": OLLAMA_MODEL["modified_at"],
        "details": OLLAMA_MODEL["details"],
        "model_info": {"llama.context_length": 8192},
        "capabilities": ["completion"],
    },
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    pieces: tuple[str, ...] = ()
    pace = 0.0

    def do_GET(self) -> None:
        self._whole()

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        if not self.path.endswith(("/chat/completions", "/api/chat")):
            self._whole()
        elif asked.get("stream", self.path.endswith("/api/chat")):
            with suppress(ConnectionError):
                self._stream(openai if self.path.endswith("/completions") else ollama)
        else:
            # The title of a chat, for instance.
            self._send(openai_whole() if self.path.endswith("/completions") else ollama_whole())

    def _whole(self) -> None:
        name = self.path.partition("?")[0].rstrip("/").rpartition("/")[2]
        self._send(ANSWERS.get(name, {}), 200 if name in ANSWERS else 404)

    def _send(self, answer: Any, status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, written: Any) -> None:
        kind = "text/event-stream" if written is openai else "application/x-ndjson"
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        began = time.monotonic()
        for place, piece in enumerate(self.pieces):
            time.sleep(max(0.0, began + place * self.pace - time.monotonic()))
            self._chunk(written(piece))
        for last in (written(None), *([b"data: [DONE]\n\n"] if written is openai else [])):
            self._chunk(last)
        self.wfile.write(b"0\r\n\r\n")
        print(time.monotonic(), flush=True)

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def log_message(self, *_: object) -> None:
        return None


def openai(piece: str | None) -> bytes:
    choice = {
        "index": 0,
        "delta": {} if piece is None else {"role": "assistant", "content": piece},
        "finish_reason": "stop" if piece is None else None,
    }
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
    return b"data: " + json.dumps({**head, "choices": [choice]}).encode() + b"\n\n"


def ollama(piece: str | None) -> bytes:
    message = {"role": "assistant", "content": piece or ""}
    head = {"model": MODEL, "created_at": "2026-11-25T00:00:00Z", "done": piece is None}
    more = {"done_reason": "stop", "eval_count": 1, "eval_duration": 1} if piece is None else {}
    return json.dumps({**head, "message": message, **more}).encode() + b"\n"


def openai_whole() -> dict[str, Any]:
    message = {"role": "assistant", "content": "Tides"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    head = {"id": "c1", "object": "chat.completion", "created": 1, "model": MODEL}
    return {**head, "choices": [choice], "usage": usage}


def ollama_whole() -> dict[str, Any]:
    return {**json.loads(ollama(None)), "message": {"role": "assistant", "content": "Tides"}}


def script(number: int) -> Iterator[str]:
    """An answer of so many tokens, the last of them words that stand nowhere else."""
    yield from tokens(number - 1)
    yield f"\n\n{LAST_WORDS}\n"


def main() -> None:
    Handler.pieces, Handler.pace = tuple(script(int(sys.argv[1]))), 1 / float(sys.argv[2])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
