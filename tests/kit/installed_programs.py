"""Programs of others, each in an environment of its own that is made at its first use."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kit.live_runner import model_cache

# Of LiteLLM, 1.82.7, 1.82.8 and 1.107.0 are compromised: no range is left to the resolver.
_CONSTRAINTS = "litellm==1.106.2\n"


class NotHere(Exception):
    """The program cannot be installed here; says why."""


def command_of(package: str, version: str, script: str = "", beside: Sequence[str] = ()) -> str:
    """The program of `package`, with what else is to stand `beside` it. Raises `NotHere`."""
    folder = model_cache() / "programs" / f"{package}-{version}"
    found = folder / "bin" / (script or package)
    if not found.exists():
        install(folder, f"{package}=={version}", *beside)
    return str(found)


def install(folder: Path, *requirements: str) -> str:
    """Make an environment in `folder`; gives its Python. Raises `NotHere`."""
    uv, python = str(Path(sys.executable).with_name("uv")), str(folder / "bin" / "python")
    folder.mkdir(parents=True, exist_ok=True)
    constraints = folder / "constraints.txt"
    _run(uv, "venv", "-q", "--clear", "--python", sys.executable, str(folder))
    constraints.write_text(_CONSTRAINTS)
    _run(uv, "pip", "install", "-q", "--python", python, "-c", str(constraints), *requirements)
    return python


def _run(*command: str) -> None:
    # uv brings its own certificates; a machine behind an inspecting proxy has others in its store.
    environment = {**os.environ, "UV_SYSTEM_CERTS": "true"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise NotHere(f"{' '.join(command[1:3])}: {done.stderr.strip()[-300:]}")
