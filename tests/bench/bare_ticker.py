"""What the machine alone does to a ticker: `python -P bare_ticker.py` until its input closes."""

import json
import sys
import threading
import time

from bench.loop_meters import note, told


def main() -> None:
    late, closed = list[float](), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), closed.set()), daemon=True).start()
    due = time.monotonic()
    while not closed.is_set():
        time.sleep(max(0.0, due - time.monotonic()))
        due = note(late, due, time.monotonic())
    print(json.dumps(told(late)))


if __name__ == "__main__":
    main()
