"""What `quayside models` does to a runner: pull, load, unload, configure, remove."""

from contextlib import aclosing

from ..core.failures import Failure
from ..core.plain_text import one_line
from ..core.progress import Progress
from ..core.runner.api import RunnerApi
from ..core.runner.engine_control import Configured, EngineControl
from ..core.runner.failing import RunnerApiError
from ..core.runner.model_store import ModelStore
from ..core.runner.pulling import Pull, Pulled, PullProgress
from ..core.secret import Secret
from ..core.sizes import size_words
from .asking import agrees
from .models import Counter

TOKEN = "HF_TOKEN"


async def act(counter: Counter) -> int:
    """0 when done; 1 when it failed, or was not wanted after all."""
    match counter.arguments.action:
        case "pull":
            return await _pull(counter)
        case "load":
            return await _load(counter)
        case "unload":
            return await _unload(counter)
        case "configure":
            return await _configure(counter)
        case _:
            return await _remove(counter)


async def _pull(counter: Counter) -> int:
    pull = Pull(
        address=counter.address,
        model=counter.arguments.model or "",
        client=counter.client,
        token=Secret(counter.environment.get(TOKEN, "")),
    )
    async with aclosing(pull.steps()) as steps:
        async for step in steps:
            match step:
                case PullProgress():
                    counter.console.progress(_progress(pull.model, step))
                case Pulled(message, warnings):
                    for warning in warnings:
                        counter.console.note(f"! {warning}")
                    counter.console.note(message)
                    return 0
                case Failure():
                    counter.console.failure(step)
                    return 1
    return 1


async def _load(counter: Counter) -> int:
    model = counter.arguments.model or ""
    counter.console.transient(f"loading {model}…")
    await RunnerApi(counter.address, counter.client).preload(model)
    counter.console.note(f"{model} is in memory")
    return 0


async def _unload(counter: Counter) -> int:
    names = counter.arguments.names
    api = RunnerApi(counter.address, counter.client)
    before = (await counter.snapshot()).loaded
    gone = await api.unload(names)
    counter.console.note(f"{gone} of {len(before)} left memory")
    staying = [one.model for one in before if one.in_use]
    if staying and gone < len(before):
        counter.console.note(f"in use, and staying: {', '.join(staying)}")
    return 0


async def _configure(counter: Counter) -> int:
    given = counter.arguments
    wanted = Configured(
        engine=given.engine,
        model=given.model or "",
        context_size=given.context,
        keep_alive=given.keep,
        flags=tuple(given.runner_flags),
    )
    control = EngineControl(counter.address, counter.client)
    before = [one for one in await control.configurations(wanted.model) if one.words]
    await control.configure(wanted)
    for one in before:
        counter.console.note(f"replaced: {one.words}")
    counter.console.note(f"{wanted.model}: {wanted.words or 'as packaged'}; it is being loaded")
    return 0


async def _remove(counter: Counter) -> int:
    names = counter.arguments.names
    question = f"Remove {', '.join(map(one_line, names))} from the disk?"
    if not counter.arguments.yes and not agrees(question, "rm"):
        counter.console.note("nothing was removed")
        return 1
    store, failed = ModelStore(counter.address, counter.client), 0
    for name in names:
        try:
            removed = await store.remove(name, force=counter.arguments.force)
        except RunnerApiError as problem:
            counter.console.failure(problem.failure)
            failed = 1
            continue
        for tag in removed.untagged:
            counter.console.note(f"untagged {tag}")
        for digest in removed.deleted:
            counter.console.note(f"deleted {digest}")
    return failed


def _progress(model: str, step: PullProgress) -> Progress:
    state = step.state
    parts = [f"{model} {size_words(state.done)}"]
    parts += [f"of {size_words(state.total)}"] if state.total else []
    parts += [f"· {size_words(step.speed)}/s"] if step.speed else []
    parts += [f"· {step.seconds_left:.0f} s left"] if step.seconds_left is not None else []
    return Progress("model", step.note or " ".join(parts), state.done, state.total, "bytes")
