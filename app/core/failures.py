"""A failure as a value: what was tried, what was seen, the likely cause and a cure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that went wrong, in words a user can act on.

    All texts may hold bytes of a server: they are plain text, never markup, and
    a front end neutralises control characters before it shows them.
    """

    kind: str
    """A stable slug such as `nothing-listening`, for scripts and tests."""
    summary: str
    """One line: what happened."""
    tried: str
    """The request line with its full URL, without secrets."""
    seen: str
    """Status and raw body, or the operating system's own words."""
    cause: str
    """Why this usually happens."""
    cure: str
    """What to do about it, in a sentence."""
    command: str = ""
    """A line that can be pasted into a shell or a file; empty where there is none."""
