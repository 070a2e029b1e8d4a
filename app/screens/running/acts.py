"""What is done to the model under the cursor."""

from collections.abc import Awaitable, Callable
from functools import partial

from ....widgets.column_list import ColumnList
from ...core.failures import Failure
from ...core.runner.engine_control import Configured
from ...core.runner.failing import RunnerApiError
from ...core.runner.handle import RunnerHandle
from ...core.runner.pulling import Pulled
from ..base import WorkScreen
from ..confirm import ConfirmScreen
from ..line_dialog import LineDialog
from .configuring import HINT, read_configuration, written
from .detail_screen import DetailScreen
from .log_screen import LogScreen
from .pulls import Pulls
from .requests_screen import RequestsScreen
from .rows import detail_lines
from .servers import ServerRow
from .watch import Watch

PULL_HINT = "Such as ai/smollm2 or hf.co/user/repository; an interrupted pull goes on"
UNLOAD_ALL = "Take all models out of memory? What was configured for them is forgotten too."
NO_RUNNER = "Only a runner loads and pulls models; choose one above."
Work = Callable[[RunnerHandle], Awaitable[str]]
"""Gives what there is to say when it is done."""


class RunnerActs(WorkScreen):
    """The part of the runner screen that pulls, loads, configures and removes."""

    watched: Watch
    pulls: Pulls
    models: ColumnList

    @property
    def server(self) -> ServerRow | None:
        """The one under the cursor."""
        raise NotImplementedError

    def action_pull(self) -> None:
        if self.watched.handle is None:
            self.say(NO_RUNNER, "warning")
            return
        dialog = LineDialog("Pull a model", "", PULL_HINT, _name)
        self.app.push_screen(dialog, self._pull)

    def action_cancel_pull(self) -> None:
        if model := self.pulls.cancel():
            self.say(f"Stopped pulling {model}; p goes on from what has come")

    def action_load(self) -> None:
        if model := self.models.current:
            self.say(f"Loading {model}")
            self._do(partial(_load, model))

    def action_unload(self) -> None:
        if model := self.models.current:
            self._do(partial(_unload, [model]))

    def action_unload_all(self) -> None:
        # A runner forgets all configurations with it.
        self._confirm(UNLOAD_ALL, partial(_unload, []))

    def action_remove(self) -> None:
        if model := self.models.current:
            self._confirm(f"Remove {model} from the disk?", partial(_remove, model, False))

    def action_inspect(self) -> None:
        if model := self.models.current:
            self._do(partial(self._inspect, model))

    def action_configure(self) -> None:
        if not (model := self.models.current) or self.watched.taken is None:
            return
        held = next((one for one in self.watched.taken.models if one.entry.name == model), None)
        before = next(iter(held.configured), Configured()) if held else Configured()
        engine = held.engine if held else ""
        dialog = LineDialog(f"Configure {model}", written(before), HINT, read_configuration)

        def taken(wanted: Configured | None) -> None:
            if wanted is not None:
                self._do(partial(_configure, wanted, model, engine, before))

        self.app.push_screen(dialog, taken)

    def action_requests(self) -> None:
        if handle := self.watched.handle:
            self.app.push_screen(RequestsScreen(handle))

    def action_log(self) -> None:
        if handle := self.watched.handle:
            self.app.push_screen(LogScreen(handle))

    async def action_open_lane(self) -> None:
        server, model = self.server, self.models.current
        if server is None or not model:
            return
        taken = self.watched.taken
        held = {one.entry.name: one for one in taken.models} if taken else {}
        engine = held[model].engine if model in held else ""
        if self.desk.add(self.desk.lane_of(server.lane(model, engine))) is None:
            self.say("Four lanes are open already; close one first.", "warning")
            return
        self.desk.tell()
        await self.app.switch_mode("chat")

    def told_pull(self, model: str, ending: Pulled | Failure) -> None:
        """A pull has ended."""
        if isinstance(ending, Pulled):
            self.say(f"{model}: {ending.message}")
            self.run_worker(self.watched.look, group="look")
        else:
            self.tell_failure(ending)

    def tell_failure(self, failure: Failure) -> None:
        command = f"\n{failure.command}" if failure.command else ""
        words = f"{failure.summary} ({failure.seen}). {failure.cure}{command}"
        self.notify(words, severity="error", markup=False, timeout=12)

    def _pull(self, model: str | None) -> None:
        handle = self.watched.handle
        if model and handle is not None:
            self.run_worker(partial(self.pulls.carry_out, handle, model), group="pull")

    def _confirm(self, question: str, work: Work) -> None:
        self.app.push_screen(ConfirmScreen(question), lambda yes: self._do(work) if yes else None)

    def _do(self, work: Work) -> None:
        self.run_worker(partial(self._done, work), group="act")

    async def _done(self, work: Work) -> None:
        handle = self.watched.handle
        if handle is None:
            self.say(NO_RUNNER, "warning")
            return
        try:
            words = await work(handle)
        except RunnerApiError as problem:
            self._failed(problem.failure)
            return
        if words:
            self.say(words)
        await self.watched.look()

    def _failed(self, failure: Failure) -> None:
        model = self.models.current
        if failure.kind == "model-has-tags":
            question = f"{failure.summary}. Remove it with all its names?"
            self._confirm(question, partial(_remove, model, True))
        else:
            self.tell_failure(failure)

    async def _inspect(self, model: str, handle: RunnerHandle) -> str:
        details = await handle.details(model)
        self.app.push_screen(DetailScreen(model, detail_lines(details)))
        return ""


def _name(text: str) -> str:
    name = text.strip()
    if not name or " " in name:
        raise ValueError("A model's name has no blanks.")
    return name


async def _load(model: str, handle: RunnerHandle) -> str:
    await handle.load(model)
    return f"{model} is in memory"


async def _unload(models: list[str], handle: RunnerHandle) -> str:
    gone = await handle.unload(models)
    return f"{gone} left memory" if gone else "Nothing left memory: what is in use stays"


async def _remove(model: str, force: bool, handle: RunnerHandle) -> str:
    removed = await handle.remove(model, force=force)
    names = ", ".join(removed.untagged) or model
    if not removed.deleted:
        return f"Took the name {names} away; the model stays under its others"
    return f"Removed {names}"


async def _configure(
    wanted: Configured, model: str, engine: str, before: Configured, handle: RunnerHandle
) -> str:
    await handle.configure(
        Configured(
            engine=engine,
            model=model,
            context_size=wanted.context_size,
            keep_alive=wanted.keep_alive,
            flags=wanted.flags,
        )
    )
    replaced = f"; replaced {before.words}" if before.words else ""
    return f"{model}: {wanted.words or 'as packaged'}{replaced}; it is being loaded"
