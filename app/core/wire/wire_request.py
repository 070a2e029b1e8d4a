"""A request as bytes, and the word for one that cannot be made."""

from collections.abc import Mapping
from dataclasses import dataclass


class RequestRefused(ValueError):
    """Nothing is sent; the message says why."""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request before it is sent; header names are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
