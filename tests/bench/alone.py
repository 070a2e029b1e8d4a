"""Quayside as a user has it: in an environment with nothing else in it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python_alone(folder: Path) -> str:
    """Python of a new environment in `folder`, with Quayside as it is now. Needs the network.

    Where tests can run there is more, such as click, that httpx loads because it is there.
    """
    uv, python = str(Path(sys.executable).with_name("uv")), str(folder / "bin" / "python")
    # uv brings its own certificates; a machine behind an inspecting proxy has others in its store.
    environment = {**os.environ, "UV_SYSTEM_CERTS": "true"}
    for command in (
        (uv, "venv", "-q", "--python", sys.executable, str(folder)),
        (uv, "pip", "install", "-q", "--python", python, "--compile-bytecode", str(ROOT)),
    ):
        subprocess.run(command, check=True, env=environment)
    return python
