"""How far a slow preparation has come: pulling a model, installing, starting."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a preparation; `done` and `total` share `unit`, total 0 = unknown."""

    subject: str
    """What is prepared: `model`, `runner`, `litellm`, `proxy`."""
    message: str
    """A line to show, such as `installing LiteLLM 1.106.2, 61 of 118`."""
    done: int = 0
    total: int = 0
    unit: str = ""
