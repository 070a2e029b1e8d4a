"""Pulls that are under way: several at once, each with its bar, speed and time left."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from typing import TYPE_CHECKING

from ....widgets.preparation_lines import PreparationLine
from ...core.failures import Failure
from ...core.runner.pulling import Pulled, PullProgress
from ...core.sizes import size_words

if TYPE_CHECKING:
    from ...core.runner.handle import RunnerHandle

MOST_LAYERS = 3
"""Layers of one pull that have a bar of their own, the last that moved."""


class Pulls:
    """`changed` is called as they come on, `ended` with a model and its word or its failure."""

    def __init__(
        self, changed: Callable[[], None], ended: Callable[[str, Pulled | Failure], None]
    ) -> None:
        self._changed, self._ended = changed, ended
        self._steps: dict[str, PullProgress | None] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    @property
    def models(self) -> list[str]:
        return list(self._steps)

    async def carry_out(self, handle: "RunnerHandle", model: str) -> None:
        """To its end, or until it is cancelled: then what has come stays at the runner."""
        if model in self._steps:
            return
        self._steps[model] = None
        task = self._tasks[model] = asyncio.create_task(self._follow(handle, model))
        self._changed()
        try:
            await task
        except asyncio.CancelledError:
            task.cancel()
        finally:
            self._steps.pop(model, None)
            self._tasks.pop(model, None)
            self._changed()

    def cancel(self) -> str:
        """End the pull that was begun last; gives its model, empty where there is none."""
        model = next(reversed(self._tasks), "")
        if model:
            self._tasks[model].cancel()
        return model

    def lines(self) -> list[PreparationLine]:
        """The whole of each pull, and its layers where there are several."""
        return [line for model, step in self._steps.items() for line in _lines(model, step)]

    async def _follow(self, handle: "RunnerHandle", model: str) -> None:
        async with aclosing(handle.pull(model)) as steps:
            async for step in steps:
                if isinstance(step, PullProgress):
                    self._steps[model] = step
                    self._changed()
                else:
                    self._ended(model, step)


def _lines(model: str, step: PullProgress | None) -> list[PreparationLine]:
    if step is None:
        return [PreparationLine(f"pulling {model}")]
    state = step.state
    share = state.done / state.total if state.total else None
    lines = [PreparationLine(f"{model}  {_words(step)}", share)]
    if len(state.layers) > 1:
        moving = [item for item in state.layers.items() if item[1].current < item[1].size]
        for name, layer in moving[:MOST_LAYERS]:
            words = f"  {name.removeprefix('sha256:')[:12]}  of {size_words(layer.size)}"
            lines.append(PreparationLine(words, layer.current / layer.size))
    return lines


def _words(step: PullProgress) -> str:
    if step.note:
        return step.note
    state = step.state
    parts = [size_words(state.done)]
    parts += [f"of {size_words(state.total)}"] if state.total else []
    parts += [f"· {size_words(step.speed)}/s"] if step.speed else []
    parts += [f"· {step.seconds_left:.0f} s left"] if step.seconds_left is not None else []
    return " ".join(parts)
