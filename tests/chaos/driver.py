"""Presses keys without a plan at the real workbench while its runner fails, and looks after it.

    PYTHONPATH=tests .venv/bin/python -m chaos.driver --minutes 10 --seed 1

The same seed presses the same keys and makes the same faults. Everything is written below a
folder that is made for it, and gone afterwards.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from chaos.faulty_server import MANNERS
from chaos.keys import Act, Keys, Paste, Raw, Size, acts
from chaos.memory import MOST_GROWTH, Curve, children

from kit.raw_server import closed_port
from kit.tmux import Terminal, soon, terminal

BOUND = 15.0
"""Seconds within which F1 and Escape must be answered, whatever goes on."""
_KEPT = 50
_TESTS = Path(__file__).parents[1]
_WRITING = ("Export", "Save", "Keep", "Write", "Folder", "File")
_ENDED = "chaos-ended-with"


class Broken(Exception):
    """What went wrong, on which seed, after which keys, and what stood on the screen."""


@dataclass
class Figures:
    """Of one run."""

    keys: int = 0
    bursts: int = 0
    starts: int = 0
    slowest: float = 0.0
    curve: Curve = field(default_factory=Curve)

    def told(self) -> str:
        """What a run was like, in one line and its curve."""
        growth = self.curve.growth()
        grown = "too short to tell growth" if growth is None else f"memory grew by {growth - 1:.0%}"
        return (
            f"{self.keys} keys in {self.bursts} bursts, {self.starts} starts, slowest answer"
            f" {self.slowest:.1f} s, {grown}\n{self.curve.told()}"
        )


class Runner:
    """The faulty server: killed and started on one port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, closed_port()
        self._process: subprocess.Popen[bytes] | None = None

    def behave(self, manner: str) -> None:
        (self.folder / "manner").write_text(manner)

    def start(self) -> None:
        if self._process is None:
            command = (sys.executable, "-m", "chaos.faulty_server", str(self.port), self.folder)
            places = {**os.environ, "PYTHONPATH": str(_TESTS)}
            self._process = subprocess.Popen(command, env=places)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


class Chaos:
    """One seed's run. Raises `Broken`."""

    def __init__(self, seed: int, folder: Path, runner: Runner) -> None:
        self.figures = Figures()
        self._seed, self._folder, self._runner = seed, folder, runner
        self._random = Random(seed)
        self._acts = acts(Random(seed))
        self._last: deque[Act] = deque(maxlen=_KEPT)
        self._began = time.monotonic()

    def run(self, seconds: float) -> None:
        """Burst after burst, until the time is over."""
        while time.monotonic() - self._began < seconds:
            with self._workbench() as told:
                while time.monotonic() - self._began < seconds and self._burst(told):
                    pass

    def _burst(self, told: Terminal) -> bool:
        """Whether the program is still there; it may have been asked to end."""
        for act in islice(self._acts, self._random.randrange(4, 20)):
            self._do(told, act)
        self._make_a_fault()
        self.figures.bursts += 1
        return self._lives(told)

    def _do(self, told: Terminal, act: Act) -> None:
        self._last.append(act)
        self.figures.keys += 1
        match act:
            case Keys(names=names):
                told.press(*(["Escape"] if self._leads_out(told, names) else names))
            case Raw(data=data):
                told.press("-H", *(f"{byte:02x}" for byte in data))
            case Paste(text=text):
                told.paste(text)
            case Size(width=width, height=height):
                told.resize(width, height)

    def _leads_out(self, told: Terminal, names: Sequence[str]) -> bool:
        """Whether a file would be written, and nobody can see that it is below our folder."""
        if "Enter" not in names:
            return False
        screen = told.screen()
        return any(word in screen for word in _WRITING) and str(self._folder) not in screen

    def _make_a_fault(self) -> None:
        if self._random.random() < 0.2:
            self._runner.kill()
        if self._random.random() < 0.5:
            self._runner.start()
        self._runner.behave(self._random.choice(MANNERS))

    def _lives(self, told: Terminal) -> bool:
        began = time.monotonic()
        told.resize(120, 40)
        for _ in range(4):
            told.press("Escape")
            # Behind it, what comes at once would be taken for a key with alt.
            threading.Event().wait(0.12)
        while not self._helps(told):
            if time.monotonic() - began > BOUND:
                raise self._broken(told, "F1 is not answered")
        if not _ended(told):
            told.press("Escape")
            if not soon(lambda: "All keys" not in told.screen(), BOUND):
                raise self._broken(told, "Escape is not answered")
        return self._well(told, time.monotonic() - began)

    def _helps(self, told: Terminal) -> bool:
        # What a busy program reads together with an Escape is another key to it.
        told.press("F1")
        return soon(lambda: "All keys" in told.screen() or _ended(told), BOUND / 2)

    def _well(self, told: Terminal, took: float) -> bool:
        screen = told.screen()
        if "Traceback" in screen or f"{_ENDED} " in screen.replace(f"{_ENDED} 0", ""):
            raise self._broken(told, "the program crashed")
        if _ended(told):
            return False
        self.figures.slowest = max(self.figures.slowest, took)
        seconds = time.monotonic() - self._began
        self.figures.curve.read(seconds, self.figures.starts, told.process(), screen)
        return True

    def _broken(self, told: Terminal, what: str) -> Broken:
        keys = "\n".join(f"  {act}"[:120] for act in self._last)
        screen = told.history()
        if not _ended(told):
            # Python tells where each of its threads stands, and the screen shows it.
            for child in children(told.process()):
                os.kill(child, signal.SIGABRT)
            soon(lambda: _ended(told), BOUND)
            screen += told.history()
        return Broken(f"{what}; seed {self._seed}, last keys:\n{keys}\n{screen}")

    @contextmanager
    def _workbench(self) -> Iterator[Terminal]:
        base = f"http://127.0.0.1:{self._runner.port}"
        lanes = ("--lane", "sdk:ai/smollm2", "--lane", f"proxy:smollm2@{base}")
        quayside = (sys.executable, "-m", "quayside", "--base", f"{base}/engines/llama.cpp", *lanes)
        # Keys go on when the program has ended: the shell must not end by them.
        stay = f'"$@"; echo {_ENDED} $?; trap "" INT QUIT TSTP; while :; do read -r go; done'
        held = ("sh", "-c", stay, "sh", *quayside)
        self.figures.starts += 1
        self._runner.behave("well")
        self._runner.start()
        with terminal(held, self._folder, surroundings(self._folder), "120x40") as told:
            told.see("Ask something")
            yield told


def _ended(told: Terminal) -> bool:
    return _ENDED in told.screen()


def surroundings(folder: Path) -> Mapping[str, str]:
    """A home of its own, an editor and a browser that do nothing, and no package index."""
    places = ("HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    nothing = dict.fromkeys(("EDITOR", "VISUAL", "BROWSER"), "true")
    nothing |= {"PIP_NO_INDEX": "1", "PYTHONFAULTHANDLER": "1"}
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {**kept, **nothing, **dict.fromkeys(places, str(folder)), "LC_ALL": "C.UTF-8"}


def chaos(seed: int, seconds: float, curve: Path | None = None) -> Figures:
    """What a run of that seed was like; `curve` is written also of one that breaks. Raises
    `Broken`."""
    with tempfile.TemporaryDirectory(prefix="quayside-chaos-") as name:
        folder = Path(name)
        runner = Runner(folder)
        one = Chaos(seed, folder, runner)
        try:
            one.run(seconds)
        finally:
            runner.kill()
            if curve is not None:
                one.figures.curve.write(curve)
    return one.figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--curve", type=Path, help="a CSV file for what was in memory when")
    given = parser.parse_args()
    # What was started ends with us, and what was in memory is written.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    figures = chaos(given.seed, given.minutes * 60, given.curve)
    print(f"seed {given.seed}: {figures.told()}")
    if (figures.curve.growth() or 0) > MOST_GROWTH:
        sys.exit(f"more than {MOST_GROWTH - 1:.0%} is growth")


if __name__ == "__main__":
    main()
