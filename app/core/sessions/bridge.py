"""Between a session in memory, as the screens use it, and one that is kept."""

import time
from collections.abc import Sequence
from dataclasses import asdict

from ..conversation import Reply, Session, Turn
from ..events import Phase, ToolCall, ToolCallDelta
from ..failures import Failure
from ..figures import ReplyTally
from ..lanes import Lane
from ..secret import Secret
from .model import KeptReply, KeptSession, KeptTurn, ReplyState, WholeSession
from .pieces import is_real
from .rows import without_key

_GATEWAY_HEADERS = "x-litellm-"


def kept_session(session: Session, lanes: Sequence[Lane] = ()) -> KeptSession:
    """A session that begins now, with the lanes of its columns."""
    now = time.time()
    return KeptSession(
        id=session.id,
        created_at=now,
        used_at=now,
        system=session.system,
        systems=dict(session.systems),
        lanes=tuple(without_key(lane) for lane in lanes),
        leaf=session.turns[-1].id if session.turns else None,
    )


def kept_turn(turn: Turn) -> KeptTurn:
    return KeptTurn(
        id=turn.id,
        parent=turn.parent,
        prompt=turn.prompt,
        attachments=turn.attachments,
        at=turn.at,
        replies={place: kept_reply(place, reply) for place, reply in turn.replies.items()},
    )


def kept_reply(place: int, reply: Reply) -> KeptReply:
    """What is kept of a reply, so far. The lane's key is masked wherever it was echoed."""
    tally, key = reply.tally, reply.lane.key
    hide = key.scrub if is_real(key) else str
    return KeptReply(
        place=place,
        lane=without_key(reply.lane),
        state=_state(reply),
        text=hide(tally.text),
        reasoning=hide(tally.reasoning),
        tool_calls=tuple(
            ToolCall(*(hide(text) for text in (call.call_id, call.name, call.arguments)))
            for call in tally.tool_calls
        ),
        ttft=tally.ttft,
        time_to_headers=tally.time_to_headers,
        elapsed=tally.elapsed,
        deltas=tally.deltas,
        usage=tally.usage,
        timings=tally.timings,
        reason=hide(tally.reason),
        served_model=hide(tally.served_model),
        gateway_headers={
            name: key.scrub(text)
            for name, text in tally.headers.items()
            if name.startswith(_GATEWAY_HEADERS)
        },
        failure=_scrubbed(tally.failure, key) if tally.failure else None,
    )


def live_session(whole: WholeSession, leaf: str | None = None) -> Session:
    """The branch that ends in `leaf`, or the one on show, to go on with."""
    kept = whole.session
    branch = {turn.id for turn in whole.branch(leaf)}
    turns = [live_turn(turn) for turn in whole.turns]
    return Session(
        system=kept.system,
        turns=[turn for turn in turns if turn.id in branch],
        systems=dict(kept.systems),
        id=kept.id,
        apart=[turn for turn in turns if turn.id not in branch],
    )


def live_turn(turn: KeptTurn) -> Turn:
    return Turn(
        prompt=turn.prompt,
        replies={place: live_reply(reply) for place, reply in turn.replies.items()},
        id=turn.id,
        parent=turn.parent,
        attachments=turn.attachments,
        at=turn.at,
    )


def live_reply(kept: KeptReply) -> Reply:
    """Its figures are those that were measured; its lane has no key."""
    tally = ReplyTally(
        text_parts=[kept.text] if kept.text else [],
        reasoning_parts=[kept.reasoning] if kept.reasoning else [],
        tool_deltas=[_delta(index, call) for index, call in enumerate(kept.tool_calls)],
        phase=Phase.STREAMING,
        started_at=0.0,
        headers_at=kept.time_to_headers,
        first_content_at=kept.ttft,
        last_at=kept.elapsed,
        deltas=kept.deltas,
        headers=dict(kept.gateway_headers),
        # What was imported may not tell why it ended.
        reason=kept.reason or ("stop" if kept.state is ReplyState.FINISHED else ""),
        usage=kept.usage,
        timings=kept.timings,
        served_model=kept.served_model,
        failure=kept.failure,
    )
    return Reply(
        kept.lane,
        tally,
        stopped=kept.state is ReplyState.STOPPED,
        # One that still runs in another Quayside is a part as well.
        interrupted=kept.state in (ReplyState.INTERRUPTED, ReplyState.RUNNING),
    )


def _state(reply: Reply) -> ReplyState:
    if reply.interrupted:
        return ReplyState.INTERRUPTED
    if reply.stopped:
        return ReplyState.STOPPED
    if reply.tally.failure is not None:
        return ReplyState.FAILED
    return ReplyState.FINISHED if reply.tally.settled else ReplyState.RUNNING


def _scrubbed(failure: Failure, key: Secret) -> Failure:
    return Failure(**{name: key.scrub(text) for name, text in asdict(failure).items()})


def _delta(index: int, call: ToolCall) -> ToolCallDelta:
    return ToolCallDelta(0.0, index, call.call_id, call.name, call.arguments)
