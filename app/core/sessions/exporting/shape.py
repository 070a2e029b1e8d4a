"""The parts of the document `quayside/sessions/1`, to write its JSON Schema and to read it by.

Times are UTC seconds since 1970, up to the year 9999; durations are seconds.
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue, TypeAdapter

from ...events import Timings, ToolCall, Usage
from ...failures import Failure
from ...lanes import Path
from ..model import ReplyState

Moment = Annotated[float, Field(ge=0, le=253_402_300_799)]
Seconds = Annotated[float, Field(ge=0, le=1e9)]
Place = Annotated[int, Field(ge=0, le=999)]
Identity = Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePart:
    """A lane without its key."""

    path: Path
    model: str
    base: str
    parameters: dict[str, JsonValue]
    stream: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentPart:
    """Has either `text` or `base64`."""

    name: str
    media_type: str
    text: str | None = None
    base64: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPart:
    """What one lane gave to one turn."""

    place: Place
    """The lane's column, from 0."""
    lane: LanePart
    state: ReplyState
    text: str = ""
    reasoning: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    ttft: Seconds | None = None
    time_to_headers: Seconds | None = None
    elapsed: Seconds | None = None
    deltas: Annotated[int, Field(ge=0)] = 0
    usage: Usage | None = None
    timings: Timings | None = None
    reason: str = ""
    served_model: str = ""
    gateway_headers: dict[str, str] = field(default_factory=dict[str, str])
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPart:
    """`parent` is the turn that it follows and stands before it; turns of one parent are forks."""

    id: Identity
    parent: str | None
    prompt: str
    at: Moment
    attachments: tuple[AttachmentPart, ...] = ()
    replies: tuple[ReplyPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPart:
    """`systems` are system prompts of lanes that have one of their own, by place.

    `leaf` is the last turn of the branch on show; `titled`, whether the user gave the title.
    """

    # Numbers that JSON does not have either; it holds for all parts.
    __pydantic_config__ = ConfigDict(allow_inf_nan=False)

    id: Identity
    title: str = ""
    titled: bool = False
    created_at: Moment
    used_at: Moment
    system: str = ""
    systems: dict[Place, str] = field(default_factory=dict[int, str])
    lanes: tuple[LanePart, ...] = ()
    leaf: str | None = None
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    turns: tuple[TurnPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsDocument:
    """`quayside` is the version that wrote it."""

    schema: Literal["quayside/sessions/1"]
    quayside: str
    sessions: tuple[SessionPart, ...]


SESSION = TypeAdapter(SessionPart)
DOCUMENT = TypeAdapter(SessionsDocument)
