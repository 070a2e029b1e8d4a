"""One measured request, whole: when things happened, what came, what the server says of it.

Times are milliseconds from the moment at which the last byte of the request was handed to
the system; connecting comes before it and has a figure of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from ..events import Timings, Usage
from ..failures import Failure
from .plan import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Moments of one request; None is what did not happen or could not be seen."""

    connect: float | None = None
    """Spent on a new connection; 0 where a connection was used again."""
    load: float | None = None
    """How long the runner was seen loading the model."""
    first_byte: float | None = None
    role: float | None = None
    """The first chunk, before any content: the server has begun to answer."""
    first_content: float | None = None
    """The first text, reasoning or tool call."""
    first_text: float | None = None
    """The first text that is no reasoning."""
    contents: tuple[float, ...] = ()
    """Each chunk with content; chunks of one packet have the same moment."""
    end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said."""

    text: str = ""
    reasoning: str = ""
    tool_calls: tuple[str, ...] = ()
    """Each as `name(arguments)`."""
    finish_reason: str = ""
    served_model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """What travelled, for a reader who wants to see it; keys are in none of it."""

    method: str = ""
    url: str = ""
    request: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """The gateway's own: `x-litellm-…`."""
    response: str = ""
    """The raw body; of a long one the middle is left out, and a line says how much."""
    fields: tuple[str, ...] = ()
    """Every place of the response that held something, such as `choices[].delta.content`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One request that was made, and what came of it."""

    place: Place
    began: float
    """Seconds from the start of the comparison."""
    marks: Marks = Marks()
    answer: Answer = Answer()
    usage: Usage | None = None
    timings: Timings | None = None
    """llama.cpp's own clock."""
    wire: Wire = Wire()
    failure: Failure | None = None

    @property
    def tokens(self) -> int | None:
        """Completion tokens as the server counts them; chunks are never counted as tokens."""
        if self.usage is not None:
            return self.usage.completion_tokens
        return self.timings.predicted_n if self.timings is not None else None

    @property
    def prompt_tokens(self) -> int | None:
        if self.usage is not None:
            return self.usage.prompt_tokens
        return self.timings.cache_n + self.timings.prompt_n if self.timings is not None else None

    @property
    def cached_tokens(self) -> int | None:
        """Prompt tokens that the engine found in its cache; None where nobody tells."""
        if self.timings is not None:
            return self.timings.cache_n
        return self.usage.cached_tokens if self.usage is not None else None

    @property
    def gaps(self) -> tuple[float, ...]:
        """Milliseconds between one chunk with content and the next."""
        times = self.marks.contents
        return tuple(later - earlier for earlier, later in pairwise(times))
