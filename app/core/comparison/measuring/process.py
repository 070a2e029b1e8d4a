"""The measuring process as its user sees it: give it a plan, take what it measures."""

import sys
from collections.abc import AsyncGenerator, Mapping
from typing import Protocol

from ...failures import Failure
from ...json_child import JsonChild
from ..plan import Plan
from ..run import Step
from .stall import Stall

Measured = Step | Stall | Failure
"""What comes of a measurement; a `Failure` is about the measuring itself, and its last word."""
_COMMAND = (sys.executable, "-P", "-m", "quayside.app.core.comparison.measuring")


class Measurer(Protocol):
    """Anything that carries out plans: a process of its own, or a script in a test."""

    def measure(
        self, plan: Plan, held: Mapping[int, Failure] | None = None
    ) -> AsyncGenerator[Measured, None]:
        """Carry `plan` out. Closing the generator stops it, and the engine.

        `held` are lanes that cannot be asked: each of their samples is that failure.
        """
        ...


class MeasuringProcess:
    """Measures in a child process, which dies with us."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    async def measure(
        self, plan: Plan, held: Mapping[int, Failure] | None = None
    ) -> AsyncGenerator[Measured, None]:
        # Pydantic is dear to import: a workbench that measures nothing does without.
        from .messages import is_end, plan_message, read_step

        try:
            child = await JsonChild.start(_COMMAND, self._environment)
        except OSError as problem:
            yield _explain(f"{type(problem).__name__}: {problem}")
            return
        try:
            await child.send(plan_message(plan, held or {}))
            while (message := await child.receive()) is not None:
                if is_end(message):
                    return
                yield read_step(message)
            await child.stop()
            yield _explain(f"exit status {child.exit_status}", *child.lines)
        finally:
            await child.stop()


def _explain(*seen: str) -> Failure:
    return Failure(
        kind="measuring-ended",
        summary="the measuring process ended before its time",
        tried=" ".join(_COMMAND[1:]),
        seen="\n".join(seen),
        cause="It was killed, or something in it broke; its last words stand above.",
        cure="Run the comparison again; if it ends again, report its last words.",
    )
