import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from kit.processes import alive, gone_within
from quayside.app.core import json_parent
from quayside.app.core.json_child import JsonChild

PARENT = f"""
import os, runpy, sys, threading
parent = runpy.run_path({json_parent.__file__!r})["JsonParent"]()
"""
ECHO = PARENT + "parent.listen(parent.send)\nthreading.Event().wait()"


async def start(source: str) -> JsonChild:
    return await JsonChild.start([sys.executable, "-I", "-c", source], os.environ)


async def test_objects_go_there_and_come_back():
    child = await start(ECHO)
    for message in ({"text": "Rhône\u2028\n"}, {"number": 1.5, "none": None, "list": [1, {}]}):
        await child.send(message)
        assert await child.receive() == message
    await child.stop()


async def test_a_line_of_megabytes_arrives_whole():
    child = await start(ECHO)
    message = {"text": "quay " * 600_000}
    sending = asyncio.ensure_future(child.send(message))
    assert await child.receive() == message
    await sending
    await child.stop()


async def test_what_anybody_prints_is_kept_apart_as_the_last_lines():
    source = """
print("a word of a library", flush=True)
os.system("echo a word of a command")
parent.send({"answer": 42})
for number in range(100):
    print("line", number, file=sys.stderr)
"""
    child = await start(PARENT + source)
    assert await child.receive() == {"answer": 42}
    assert await child.receive() is None
    await child.stop()
    assert child.lines[-1] == "line 99"
    assert len(child.lines) == 60


async def test_output_that_is_no_object_is_kept_among_the_last_lines():
    child = await start("print('Fatal: no'); print('[1]'); print('{\"a\": 1}')")
    assert await child.receive() == {"a": 1}
    assert child.lines == ("Fatal: no", "[1]")
    await child.stop()


async def test_a_child_that_fails_shows_its_status_and_its_words():
    child = await start("import missing_module")
    assert await child.receive() is None
    await child.send({"too": "late"})
    await child.stop()
    assert child.exit_status == 1
    assert child.lines[-1] == "ModuleNotFoundError: No module named 'missing_module'"


async def test_a_cancelled_receive_loses_nothing():
    child = await start(ECHO)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(child.receive(), 0.05)
    await child.send({"kept": True})
    assert await child.receive() == {"kept": True}
    await child.stop()


async def test_stop_ends_a_child_at_once_whatever_it_is_doing():
    child = await start(PARENT + "parent.listen(print)\nparent.send({})\nwhile True: pass")
    assert await child.receive() == {}
    began = time.monotonic()
    await child.stop()
    await child.stop()
    assert time.monotonic() - began < 2
    assert child.exit_status == 0


async def test_stop_kills_a_child_that_does_not_end_with_its_input(monkeypatch):
    monkeypatch.setattr("quayside.app.core.json_child.STOP_SECONDS", 0.1)
    child = await start("print('{}', flush=True)\nwhile True: print('{}')")
    assert await child.receive() == {}
    await child.stop()
    assert not child.running


async def test_stop_while_another_task_receives():
    child = await start(ECHO)
    await child.send({})
    await child.receive()
    receiving = asyncio.ensure_future(child.receive())
    await asyncio.sleep(0)
    await child.stop()
    assert await receiving is None


async def test_a_command_that_is_not_there_is_an_error():
    with pytest.raises(OSError, match="command"):
        await JsonChild.start(["/nonexistent/command"], os.environ)


GRANDPARENT = f"""
import asyncio, os, sys
from quayside.app.core.json_child import JsonChild
async def main():
    source = {PARENT!r} + "parent.listen(print); parent.send({{'number': os.getpid()}})"
    source += "; threading.Event().wait()"
    child = await JsonChild.start([sys.executable, "-c", source], os.environ)
    print((await child.receive())["number"], flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_child_of_a_killed_parent_ends_with_it():
    command = [sys.executable, "-c", GRANDPARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.send_signal(signal.SIGKILL)
    assert gone_within([child], 9)
