"""Quayside as a user has it: in an environment with nothing else in it."""

from pathlib import Path

from kit.installed_programs import install

ROOT = Path(__file__).parents[2]


def python_alone(folder: Path) -> str:
    """Python of a new environment in `folder`, with Quayside as it is now. Needs the network.

    Where tests can run there is more, such as click, that httpx loads because it is there.
    """
    return install(folder, str(ROOT))
