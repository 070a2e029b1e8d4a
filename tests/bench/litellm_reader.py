"""LiteLLM's SDK as a reader: in a process of its own, which tells its own CPU time.

`python -I litellm_reader.py`, by the interpreter of LiteLLM's environment, reads a port a line
and writes a line of JSON for each: `seen` pieces of text and `seconds` of CPU.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from typing import Any

PATH = "/engines/llama.cpp/v1"


class NotHere(Exception):
    """There is no LiteLLM to ask; says why."""


class LiteLLMReader:
    def __init__(self, loop: asyncio.Runner) -> None:
        # Here, because this file is also read by an interpreter that has no Quayside.
        from kit.live_proxy import live_litellm

        try:
            self._python = loop.run(live_litellm()).python
        except AssertionError as problem:
            raise NotHere(str(problem).partition("\n")[0]) from problem

    def __enter__(self) -> "LiteLLMReader":
        command = (str(self._python), "-I", __file__)
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._child.communicate()

    def read(self, port: int) -> tuple[int, float]:
        """The pieces of text and the seconds of CPU of one stream to its end."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        print(port, file=self._child.stdin, flush=True)
        told = json.loads(self._child.stdout.readline())
        return told["seen"], told["seconds"]


async def _read(ask: Any, port: int) -> int:
    stream = await ask(
        model="docker_model_runner/ai/smollm2",
        api_base=f"http://127.0.0.1:{port}{PATH}",
        messages=[{"role": "user", "content": "Go on."}],
        max_retries=0,
        stream=True,
    )
    seen = 0
    async for chunk in stream:
        seen += bool(chunk.choices and chunk.choices[0].delta.content)
    return seen


def main() -> None:
    os.environ |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION"}
    told, sys.stdout = sys.stdout, sys.stderr
    from litellm import acompletion

    with asyncio.Runner() as loop:
        for line in sys.stdin:
            began = time.process_time()
            seen = loop.run(_read(acompletion, int(line)))
            answer = {"seen": seen, "seconds": time.process_time() - began}
            print(json.dumps(answer), file=told, flush=True)


if __name__ == "__main__":
    main()
