"""How little memory it takes to read chats from a big file; judged against the file's size.

At the size that is promised, with what it took told:
`QUAYSIDE_BENCH_CHATS=5000 python -m pytest tests/bench/test_bench_import.py -s`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.big_chats import KINDS, write_big

CHATS = int(os.environ.get("QUAYSIDE_BENCH_CHATS", "500"))
CHARACTERS = 2_000
STATUS = Path("/proc/self/status")
# In a process of its own, whose peak is not that of the tests; `ru_maxrss` would be.
READ = """
import re, sys, time
from pathlib import Path
from quayside.app.core.sessions.importing.files import read_sessions
from quayside.app.core.sessions.model import WholeSession

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

before, begun = peak(), time.perf_counter()
read = sum(isinstance(one, WholeSession) for one in read_sessions(Path(sys.argv[1])))
print(read, peak() - before, time.perf_counter() - begun)
"""


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells a process its own peak")
@pytest.mark.parametrize("kind", KINDS)
def test_a_big_file_is_read_in_a_small_part_of_its_size(tmp_path, kind):
    file = write_big(tmp_path / kind, kind, CHATS, CHARACTERS)
    command = [sys.executable, "-c", READ, str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    read, grown, seconds = map(float, told.split())
    size = file.stat().st_size
    sys.stdout.write(
        f"\n{kind}: {read:,.0f} chats, {size / 1e6:.0f} MB, in {seconds:.1f} s"
        f" and {grown / 1e6:.0f} MB of memory\n"
    )
    assert read == CHATS
    # A piece, a chat and what SQLite holds; not the file.
    assert grown < 16e6 + size / 4
