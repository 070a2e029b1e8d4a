"""Stands in for LiteLLM's SDK under an interpreter of its own; copied there as `litellm.py`.

The model's name says how it behaves.
"""

import asyncio
import os
import sys
from types import SimpleNamespace

OPEN = []
PREFIX = "docker_model_runner/"


class Chunk(SimpleNamespace):
    def model_dump(self, **_):
        return self.body


def chunk(model, delta, reason=None, **more):
    return Chunk(
        body={
            "model": model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
            **more,
        }
    )


class Stream:
    def __init__(self, model, pieces, hold):
        self._hidden_params = {"additional_headers": {"llm_provider-Server": "stub"}}
        self._model, self._pieces, self._hold = model, pieces, hold
        OPEN.append(self)

    async def __aiter__(self):
        yield chunk(self._model, {"role": "assistant"})
        for piece in self._pieces:
            yield chunk(self._model, {"content": piece})
        if self._hold:
            await asyncio.Event().wait()
        yield chunk(self._model, {}, "stop", timings={"predicted_n": len(self._pieces)})

    async def aclose(self):
        OPEN.remove(self)


class APIConnectionError(Exception):
    status_code = 500


async def acompletion(model, messages, stream, **arguments):
    print("a line that a library prints")
    behaviour = model.removeprefix(PREFIX)
    if behaviour == "die":
        print("the last words, with", arguments["api_key"], file=sys.stderr, flush=True)
        os._exit(7)
    if behaviour == "refused":
        refused = ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 9)")
        raise APIConnectionError("Connection error.") from refused
    pieces = {
        "open-streams": [str(len(OPEN))],
        "arguments": [repr(sorted(arguments))],
        "environment": [os.environ.get("LITELLM_MODE", ""), os.environ.get("SEEN", "")],
    }.get(behaviour, ["Rhine", ", ", messages[-1]["content"]])
    if not stream:
        answer = chunk(model, {}, "length")
        answer.body["choices"][0]["message"] = {"content": "".join(pieces)}
        return answer
    return Stream(behaviour, pieces, behaviour == "hold")
