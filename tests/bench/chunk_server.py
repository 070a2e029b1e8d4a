"""Answers every request with one scripted stream, each event in an HTTP chunk of its own.

`python -m bench.chunk_server EVENTS [A_SECOND]` prints its port; it ends with its stdin.
"""

import json
import socket
import sys
import threading
import time

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
)
_AT_ONCE = 200


def main() -> None:
    events = int(sys.argv[1])
    pace = 1 / float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    listening = socket.create_server(("127.0.0.1", 0))
    print(listening.getsockname()[1], flush=True)
    threading.Thread(target=_serve, args=(listening, events, pace), daemon=True).start()
    sys.stdin.read()


def _serve(listening: socket.socket, events: int, pace: float) -> None:
    while True:
        peer, _ = listening.accept()
        with peer, peer.makefile("rb") as reader:
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            read_request(reader)
            peer.sendall(HEAD)
            if pace:
                _send_paced(peer, events, pace)
            else:
                _send_flat(peer, events)
            peer.sendall(framed(event_of(finish="stop")) + framed(b"data: [DONE]\n\n"))
            peer.sendall(b"0\r\n\r\n")


def read_request(reader) -> None:
    length = 0
    while (line := reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    reader.read(length)


def _send_flat(peer: socket.socket, events: int) -> None:
    # LiteLLM ends a stream that says the same a hundred times.
    whole = b"".join(framed(event_of(f"word {one % 10} ")) for one in range(_AT_ONCE))
    for _ in range(events // _AT_ONCE):
        peer.sendall(whole)


def _send_paced(peer: socket.socket, events: int, pace: float) -> None:
    one, due = framed(event_of("token ")), time.monotonic()
    for _ in range(events):
        due += pace
        time.sleep(max(0.0, due - time.monotonic()))
        peer.sendall(one)


def event_of(content: str | None = None, finish: str | None = None) -> bytes:
    """As llama.cpp writes it: about 255 bytes."""
    delta = {} if content is None else {"content": content}
    data = {
        "choices": [{"finish_reason": finish, "index": 0, "delta": delta}],
        "created": 1795564800,
        "id": "chatcmpl-9vSHhUIi1lJ7WxkY0gnBG5NYYp3yYFQr",
        "model": "ai/smollm2",
        "system_fingerprint": "b11549-0123456789abcdef",
        "object": "chat.completion.chunk",
    }
    return b"data: " + json.dumps(data, separators=(",", ":")).encode() + b"\n\n"


def framed(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


if __name__ == "__main__":
    main()
