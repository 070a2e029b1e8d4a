"""The floor of reading a server of known timing: a blocking socket in a process of its own.

`python -I bare_reader.py PORT ROUNDS` prints how many milliseconds each stamp was off, as JSON.
"""

import json
import re
import socket
import sys
import time

BODY = b'{"messages": []}'
REQUEST = b"POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\ncontent-length: %d\r\n\r\n%s"
SENT = re.compile(rb'"content": "([\d.]+) "')
END = b"0\r\n\r\n"


def read_one(connection: socket.socket) -> list[float]:
    connection.sendall(REQUEST % (len(BODY), BODY))
    started, errors, data = time.monotonic(), list[float](), b""
    while not data.endswith(END):
        data = connection.recv(65536)
        stamp = (time.monotonic() - started) * 1000
        errors += [stamp - float(sent) for sent in SENT.findall(data)]
    return errors


def main(port: int, rounds: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        errors = [error for _ in range(rounds) for error in read_one(connection)]
    sys.stdout.write(json.dumps(errors))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
