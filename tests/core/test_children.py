import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kit.processes import alive, gone_within, soon
from quayside.app.core.children import start_child

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups")

PARENT = """
import asyncio, os, sys
from pathlib import Path
from quayside.app.core.children import start_child
async def main():
    leaves = Path(sys.argv[2]) if sys.argv[2:] else None
    child = await start_child([sys.executable, "-c", sys.argv[1]], os.environ, leaves=leaves)
    print(await child.read_line(), flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
# A command with a child of its own that ignores the polite request to end.
FAMILY = """
import os, subprocess, sys, time
stubborn = "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
child = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
child.stdout.readline()
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""  # noqa: E501


def start_family(source: str, *folder: str) -> tuple[subprocess.Popen[str], list[int]]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, source, *folder], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    processes = [int(word) for word in parent.stdout.readline().split()]
    return parent, processes


def test_children_of_a_killed_parent_die_with_it():
    parent, processes = start_family(FAMILY)
    assert len(processes) == 2
    assert all(alive(process) for process in processes)
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    assert gone_within(processes, 9)


def test_a_killed_parent_leaves_no_folder_of_its_child(tmp_path: Path):
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "config.yaml").write_text("general_settings: {}")
    parent, processes = start_family(FAMILY, str(folder))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    assert gone_within(processes, 9)
    assert soon(lambda: not folder.exists(), 9)


async def test_output_and_error_arrive_as_lines_and_the_end_is_seen():
    source = "import sys; print('out', flush=True); sys.stderr.write('err\\r\\n'); sys.exit(3)"
    child = await start_child([sys.executable, "-c", source], os.environ)
    assert [await child.read_line() for _ in range(3)] == ["out", "err", None]
    assert await child.wait() == 3
    assert child.exit_status == 3
    assert not child.running


async def test_a_line_beyond_the_limit_costs_only_itself():
    source = "print('x' * 300_000); print('after')"
    child = await start_child([sys.executable, "-c", source], os.environ)
    lines: list[str] = []
    while (line := await child.read_line()) is not None:
        lines.append(line)
    assert lines[-1] == "after"
    await child.stop()


async def test_stop_ends_a_child_whose_output_nobody_reads():
    source = "print('ready', flush=True)\nwhile True: print('x' * 4096)"
    child = await start_child([sys.executable, "-c", source], os.environ)
    assert await child.read_line() == "ready"
    began = time.monotonic()
    await child.stop()
    assert not child.running
    assert time.monotonic() - began < 5


async def test_stop_while_another_task_reads_lines():
    source = "import time; print('ready', flush=True); time.sleep(60)"
    child = await start_child([sys.executable, "-c", source], os.environ)
    assert await child.read_line() == "ready"
    reading = asyncio.ensure_future(child.read_line())
    await asyncio.sleep(0)
    await child.stop()
    assert await reading is None
    await child.stop()


async def test_a_command_that_does_not_exist_shows_as_an_ended_child():
    child = await start_child(["/nonexistent/command"], os.environ)
    lines: list[str] = []
    while (line := await child.read_line()) is not None:
        lines.append(line)
    assert "FileNotFoundError" in lines[-1]
    assert await child.wait() != 0


async def test_a_working_directory_and_environment_are_given_on(tmp_path: Path):
    source = "import os; print(os.getcwd(), os.environ['MARK'])"
    environment = {**os.environ, "MARK": "quay"}
    child = await start_child([sys.executable, "-c", source], environment, tmp_path)
    assert await child.read_line() in (f"{tmp_path} quay", f"/private{tmp_path} quay")
    await child.stop()
