"""Servers on loopback that keep every byte they are told, and answer as runners that repeat it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Listening(ThreadingHTTPServer):
    """`heard` holds the heads and bodies of all requests; `elsewhere` is where it sends people."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Repeating)
        self.heard: list[bytes] = []
        self.elsewhere = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go when they like."""


class _Repeating(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Listening

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said on a screen."""

    def parse_request(self) -> bool:
        self.server.heard.append(self.raw_requestline)
        right = super().parse_request()
        self.server.heard.append(bytes(self.headers) if right else b"")
        return right

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if self._sent_away():
            return
        told: Any = {
            "/engines/status": {"llama.cpp": "Running: llama.cpp"},
            "/models": [{"id": "sha256:0", "tags": ["ai/smollm2"], "created": 1, "config": {}}],
            "/engines/ps": [],
            "/version": {"version": "v1.2.6"},
            "/health/liveliness": "I'm alive!",
            "/v1/models": {"object": "list", "data": [{"id": "smollm2"}]},
        }.get(path)
        if path == "/":
            self._say(200, b"Docker Model Runner is running")
        elif told is None:
            self._say(404, f"404 page not found: {self.headers}".encode())
        else:
            self._say(200, json.dumps(told).encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.heard.append(body)
        if self._sent_away():
            return
        if b"refuse" in body or not self.path.endswith("/chat/completions"):
            error = {"error": {"message": f"no: {self.headers} {body.decode()}"}}
            self._say(401, json.dumps(error).encode())
            return
        given = self.headers.get("authorization", "") if b"repeat" in body else "A calm sea."
        pieces = (given[:12], given[12:], " that is all.")
        events = b"".join(_event({"content": piece}) for piece in pieces)
        self._say(200, events + _event({}, "stop") + b"data: [DONE]\n\n", "text/event-stream")

    def _sent_away(self) -> bool:
        if self.server.elsewhere:
            self.send_response(307)
            self.send_header("location", f"{self.server.elsewhere}{self.path}")
            self.send_header("content-length", "0")
            self.end_headers()
        return bool(self.server.elsewhere)

    def _say(self, status: int, data: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _event(delta: dict[str, Any], reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return f"data: {json.dumps({'model': 'm', 'choices': [choice]})}\n\n".encode()


@contextmanager
def listening() -> Iterator[Listening]:
    with Listening() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
