"""A pull that a runner has not refused."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from ..failures import Failure
from ..progress import Progress


@dataclass(frozen=True, slots=True)
class Pulling:
    """`layer` is the digest that its lines tell of; a `Failure` is the last of `steps`."""

    layer: str
    steps: AsyncGenerator[Progress | Failure]
