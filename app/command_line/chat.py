"""`quayside chat`: one prompt, one lane, the answer on stdout as it arrives."""

import asyncio
import sys
from dataclasses import replace

from ... import __version__
from ..core.conversation import Reply
from ..core.events import Event, Phase, PhaseEntered, ReasoningDelta, TextDelta
from ..core.figures import ReplyTally
from ..core.lanes import Lane, Message
from ..core.reply_record import lane_record, reply_record
from ..core.wire.jsontext import JsonObject
from ..core.wire.outcome import collect
from .arguments import Arguments
from .documents import dumps
from .stage import Stage, open_stage

SCHEMA = "quayside/chat/1"


def run(arguments: Arguments) -> int:
    """0 when the lane answered, 1 when it failed."""
    return asyncio.run(_run(arguments))


async def _run(arguments: Arguments) -> int:
    async with open_stage(arguments) as stage:
        return await chat(stage)


async def chat(stage: Stage) -> int:
    """Ask, and say the answer."""
    arguments = stage.arguments
    prompt = sys.stdin.read() if arguments.prompt == "-" else arguments.prompt
    (ready,) = await stage.ready([arguments.lane])
    lane = with_sampling(ready, arguments)
    reply = await collect(
        stage.source, lane, _messages(arguments.system, prompt), on_event=_teller(stage)
    )
    _close(stage, reply, prompt)
    return 0 if reply.tally.failure is None else 1


def with_sampling(lane: Lane, arguments: Arguments) -> Lane:
    """The lane with the command's parameters; what the lane itself says wins."""
    said = {
        "max_tokens": arguments.max_tokens,
        "temperature": arguments.temperature,
        "seed": arguments.seed,
    }
    given = {name: value for name, value in said.items() if value is not None}
    parameters = {**given, **lane.parameters}
    return replace(lane, parameters=parameters, stream=lane.stream and not arguments.no_stream)


def _messages(system: str, prompt: str) -> list[Message]:
    opening: list[Message] = [{"role": "system", "content": system}] if system else []
    return [*opening, {"role": "user", "content": prompt}]


def _teller(stage: Stage):
    def tell(event: Event) -> None:
        match event:
            case TextDelta(text=text) if not stage.arguments.json:
                stage.console.write(text)
            case PhaseEntered(phase=phase) if stage.arguments.json or phase is not Phase.STREAMING:
                stage.console.transient(f"{phase}…")
            case ReasoningDelta():
                stage.console.transient("thinking…")
            case _:
                pass

    return tell


def _close(stage: Stage, reply: Reply, prompt: str) -> None:
    console, tally = stage.console, reply.tally
    if stage.arguments.json:
        console.line(dumps(_document(stage, reply, prompt)))
    elif tally.text and not tally.text.endswith("\n"):
        console.line()
    if tally.failure is not None:
        console.failure(tally.failure, reply.lane.label)
    else:
        console.note(f"{reply.lane.label} · {figures(tally)}")


def figures(tally: ReplyTally) -> str:
    """One line: TTFT, tokens, speed and whose clock measured it."""
    parts = [f"first text {tally.ttft:.2f} s"] if tally.ttft is not None else []
    if tally.completion_tokens is not None:
        parts.append(f"{tally.completion_tokens} tokens")
    if tally.decode_speed is not None:
        speed, clock = tally.decode_speed
        parts.append(f"{speed:.1f} tok/s ({clock})")
    if tally.elapsed is not None:
        parts.append(f"{tally.elapsed:.2f} s in all")
    return " · ".join([*parts, tally.reason])


def _document(stage: Stage, reply: Reply, prompt: str) -> JsonObject:
    return {
        "schema": SCHEMA,
        "quayside": __version__,
        "prompt": prompt,
        "system": stage.arguments.system or None,
        "lane": lane_record(reply.lane),
        **reply_record(reply),
    }
