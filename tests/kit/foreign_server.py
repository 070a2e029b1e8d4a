"""A runner and a gateway on loopback, every text of which is foreign."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kit.steering import CHOKING, FOREIGN, ONE_LINE, STEERING

PLAIN = "ai/smollm2"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go when they like."""


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said on a screen."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/":
            self._say(200, "Docker Model Runner is running " + ONE_LINE, "text/plain")
        elif path == "/engines/status":
            self._say_json({"llama.cpp": "Running: " + ONE_LINE, ONE_LINE: "Error: " + ONE_LINE})
        elif path == "/models":
            self._say_json([_model(name) for name in (PLAIN, *STEERING.values())])
        elif path == "/engines/ps":
            self._say_json([_loaded(name) for name in (PLAIN, ONE_LINE)])
        elif path == "/engines/requests":
            self._say_json([{"model": ONE_LINE, "records": [_record()]}])
        elif path == "/version":
            self._say_json({"version": ONE_LINE})
        elif path.endswith("/v1/models"):
            names = (PLAIN, *STEERING.values())
            self._say_json({"object": "list", "data": [{"id": name} for name in names]})
        else:
            self._say(404, "no such page " + ONE_LINE, "text/plain")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        asked = json.dumps(body.get("messages", ""))
        name, words = self.words_for(asked)
        if "refuse" in asked:
            self._refuse(words)
        elif not self.path.endswith("/chat/completions"):
            self._say(500, words, "text/plain")
        else:
            self._stream(name, words, stops=self.stops(asked))

    def words_for(self, asked: str) -> tuple[str, str]:
        """The name of the answer, and the answer."""
        name = next((name for name in FOREIGN if f"case {name}." in asked), "title")
        return name, FOREIGN[name]

    def stops(self, asked: str) -> bool:
        """Whether the answer comes to its end."""
        return "cut" not in asked

    def pause(self) -> None:
        """Between two pieces of an answer."""

    def _refuse(self, words: str) -> None:
        error = {"message": words, "type": words[:50], "code": words[:50], "param": words[:50]}
        text = json.dumps({"error": error})
        self.wfile.write(
            f"HTTP/1.1 503 {ONE_LINE}\r\nx-litellm-model-id: {ONE_LINE}\r\n".encode()
            + f"server: {ONE_LINE}\r\nretry-after: {ONE_LINE}\r\nconnection: close\r\n".encode()
            + f"content-type: application/json\r\ncontent-length: {len(text)}\r\n\r\n".encode()
            + text.encode()
        )
        self.close_connection = True

    def _stream(self, name: str, words: str, *, stops: bool) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("x-litellm-model-api-base", "http://zqxj.example/")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        half = len(words) // 2
        self._chunk({"role": "assistant", "reasoning_content": words[:5_000]})
        for part in (words[:half], words[half:], f"\n\nend of {name}."):
            self.pause()
            self._chunk({"content": part})
        if not stops:
            return
        reason = "stop" if name in CHOKING else ONE_LINE
        if name in STEERING:
            called = {"name": ONE_LINE, "arguments": json.dumps({ONE_LINE: ONE_LINE})}
            call = {"index": 0, "id": ONE_LINE, "type": "function", "function": called}
            self._chunk({"tool_calls": [call]})
        self._chunk({}, finish_reason=reason)
        self.wfile.write(b"data: [DONE]\n\n")

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        whole = {"id": ONE_LINE, "model": ONE_LINE, "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())

    def _say_json(self, value: Any) -> None:
        self._say(200, json.dumps(value), "application/json")

    def _say(self, status: int, words: str, kind: str) -> None:
        data = words.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _model(name: str) -> dict[str, Any]:
    kind = {"format": ONE_LINE, "quantization": ONE_LINE, "parameters": ONE_LINE}
    kind |= {"architecture": ONE_LINE, "size": ONE_LINE, "context_size": 2048}
    return {"id": f"sha256:{name}", "tags": [name], "created": 1742816981, "config": kind}


def _loaded(name: str) -> dict[str, Any]:
    loaded = {"backend_name": "llama.cpp", "model_name": name, "mode": ONE_LINE}
    return {**loaded, "in_use": False, "keep_alive": ONE_LINE, "last_used": ONE_LINE}


def _record() -> dict[str, Any]:
    record = {"id": ONE_LINE, "model": ONE_LINE, "method": ONE_LINE, "url": ONE_LINE}
    return {**record, "request": ONE_LINE, "response": ONE_LINE, "error": ONE_LINE}


@contextmanager
def foreign_server() -> Iterator[str]:
    """Its origin."""
    with _Server(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
