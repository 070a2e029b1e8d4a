"""The child process around one llama.cpp server: one model, one socket.

Run as `python -m quayside.app.core.embedded.engine PLAN`, where PLAN is a JSON object
(`EnginePlan`). Prints the line `ready` on standard output once requests are served;
llama.cpp's own log goes to standard error. Ends on SIGTERM.
"""

import importlib
import json
import os
import sys
import threading
from typing import Any

READY = "ready"
_SAMPLING = ("temp", "top_k", "top_p", "min_p", "seed", "penalty_repeat")


def main(plan: dict[str, Any]) -> int:
    """Serve the model of `plan` until the process is ended."""
    # Its bindings carry no types.
    xllamacpp: Any = importlib.import_module("xllamacpp")
    parameters = xllamacpp.CommonParams()
    _configure(parameters, plan)
    # Ready when the constructor returns; the reference keeps the server's threads alive.
    server = xllamacpp.Server(parameters)
    announce()
    threading.Event().wait()
    del server
    return 0


def announce() -> None:
    """Write the line `READY`."""
    # One write with a newline before it: llama.cpp's threads write parts of lines meanwhile.
    os.write(sys.stdout.fileno(), f"\n{READY}\n".encode())


def _configure(parameters: Any, plan: dict[str, Any]) -> None:
    parameters.model.path = plan["model"]
    if "socket" in plan:
        parameters.hostnames = [plan["socket"]]
    else:
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = plan["port"]
    parameters.use_jinja = True
    parameters.n_ctx = plan["context"]
    parameters.n_parallel = plan["parallel"]
    # Every slot may fill the whole context, as with llama-server's own default.
    parameters.kv_unified = True
    parameters.cpuparams.n_threads = plan["threads"]
    parameters.cpuparams_batch.n_threads = plan["threads"]
    parameters.embedding = plan["mode"] == "embedding"
    if "batch" in plan:
        parameters.n_batch = plan["batch"]
    if "predict" in plan:
        parameters.n_predict = plan["predict"]
    for name in _SAMPLING:
        if name in plan:
            setattr(parameters.sampling, name, plan[name])


if __name__ == "__main__":
    try:
        status = main(json.loads(sys.argv[1]))
    except RuntimeError as error:  # what the bindings raise for a model that cannot be loaded
        print(f"llama.cpp: {error}", file=sys.stderr, flush=True)
        status = 1
    # llama.cpp's threads do not stop at the interpreter's request.
    os._exit(status)
