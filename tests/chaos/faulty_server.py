"""A runner in a process of its own whose manners stand in a file, and change while it runs."""

import os
import socket
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from kit.foreign_server import Answers

MANNERS = ("well", "foreign", "slow", "cut", "reset", "refuse", "rubbish", "silent")


class _Faulty(Answers):
    folder: Path

    def do_GET(self) -> None:
        if self._fails():
            return
        super().do_GET()

    def do_POST(self) -> None:
        if self._fails():
            return
        super().do_POST()

    def do_DELETE(self) -> None:
        self.send_error(404)

    def words_for(self, asked: str) -> tuple[str, str]:
        if self._manner() in ("foreign", "cut"):
            return super().words_for(asked)
        return "plain", "A *calm* sea.\n\n```python\nx = 1\n```\n\n" * 40

    def stops(self, asked: str) -> bool:
        return self._manner() != "cut"

    def pause(self) -> None:
        if self._manner() == "slow":
            threading.Event().wait(0.4)

    def _manner(self) -> str:
        try:
            return (self.folder / "manner").read_text()
        except OSError:
            return "well"

    def _fails(self) -> bool:
        self.close_connection = True
        match self._manner():
            case "refuse":
                self.send_error(503, "busy")
            case "rubbish":
                self.wfile.write(b"\x00\x1b[2JHTTP/9.9 999\r\n" * 50)
            case "reset":
                once = b"\1\0\0\0\0\0\0\0"
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, once)
                self.connection.close()
            case "silent":
                threading.Event().wait(3)
            case _:
                return False
        return True


_DRIVER = os.getppid()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def service_actions(self) -> None:
        """Ends with the driver, also where that was killed."""
        if os.getppid() != _DRIVER:
            os._exit(0)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go when they like."""


def main() -> None:
    """`faulty_server.py PORT FOLDER`, until it is killed."""
    _Faulty.folder = Path(sys.argv[2])
    with _Server(("127.0.0.1", int(sys.argv[1])), _Faulty) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
