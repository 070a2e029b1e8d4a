"""Answers many requests at once, all by one schedule: `python -m bench.flood_server N CHUNKS RATE`.

N requests are waited for. Then each gets CHUNKS events, each in an HTTP chunk of its own, RATE of
them a second over all. Prints its port, and at the end the seconds that sending took.
"""

import json
import socket
import sys
import time

from bench.chunk_server import HEAD, event_of, framed, read_request

TICK = 0.010
NOTHING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def main() -> None:
    number, chunks, rate = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    listening = socket.create_server(("127.0.0.1", 0), backlog=number)
    print(listening.getsockname()[1], flush=True)
    peers = [asked(listening) for _ in range(number)]
    began = time.monotonic()
    flood(peers, chunks, rate / number)
    print(json.dumps(time.monotonic() - began), flush=True)
    sys.stdin.read()


def asked(listening: socket.socket) -> socket.socket:
    """The next connection on which an answer is asked for; other questions find nothing."""
    while True:
        peer, _ = listening.accept()
        with peer.makefile("rb") as reader:
            wanted = reader.readline().startswith(b"POST")
            read_request(reader)
        if wanted:
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer.sendall(HEAD)
            return peer
        peer.sendall(NOTHING)
        peer.close()


def flood(peers: list[socket.socket], chunks: int, rate: float) -> None:
    piece, began, sent = framed(event_of("word ")), time.monotonic(), 0
    while sent < chunks:
        due = min(chunks, int((time.monotonic() - began) * rate))
        for peer in peers:
            peer.sendall(piece * (due - sent))
        sent = due
        time.sleep(TICK)
    last = framed(event_of(finish="stop")) + framed(b"data: [DONE]\n\n") + b"0\r\n\r\n"
    for peer in peers:
        peer.sendall(last)


if __name__ == "__main__":
    main()
