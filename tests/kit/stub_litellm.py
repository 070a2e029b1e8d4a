"""Stands in for LiteLLM Proxy in a child process: same options, same first routes.

The first argument says how it behaves: `serve`, `echo-key` (shows its key and ends),
`deaf` (never listens), `stranger` (takes no key), `end-later` (serves one list, then ends).
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

BEHAVIOUR = sys.argv[1]
OPTIONS = dict(zip(sys.argv[2::2], sys.argv[3::2], strict=True))
KEY = os.environ["LITELLM_MASTER_KEY"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/health/"):
            self.answer(200, "I'm alive!")
        elif BEHAVIOUR == "stranger" or self.headers["authorization"] != f"Bearer {KEY}":
            self.answer(401, {"error": {"message": "who are you?"}})
        elif self.path != "/v1/models":
            self.answer(404, {"detail": "Not Found"})
        else:
            data = [{"id": name} for name in sorted(os.environ) if name.startswith("SEEN_")]
            self.answer(200, {"data": data})
            self.server.lists_served += 1

    def answer(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    print("options", OPTIONS, flush=True)
    Path(OPTIONS["--config"]).read_text("utf-8")
    if BEHAVIOUR == "echo-key":
        print(f"the key is {KEY}\nModuleNotFoundError: No module named 'fastapi'", flush=True)
        raise SystemExit(3)
    if BEHAVIOUR == "deaf":
        threading.Event().wait()
    server = HTTPServer((OPTIONS["--host"], int(OPTIONS["--port"])), Handler)
    server.lists_served = 0
    while not (BEHAVIOUR == "end-later" and server.lists_served):
        server.handle_request()


if __name__ == "__main__":
    main()
