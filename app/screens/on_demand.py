"""Sequences that make an item only when it is asked for."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

Given = TypeVar("Given")
Made = TypeVar("Made")


class OnDemand(Sequence[Made], Generic[Given, Made]):
    """What `make` makes of each of `given`, with its index: always of those that are there now."""

    def __init__(self, given: Sequence[Given], make: Callable[[int, Given], Made]) -> None:
        self._given, self._make = given, make

    def __len__(self) -> int:
        return len(self._given)

    @overload
    def __getitem__(self, index: int) -> Made: ...
    @overload
    def __getitem__(self, index: slice) -> list[Made]: ...
    def __getitem__(self, index: int | slice) -> Made | list[Made]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        return self._make(index, self._given[index])
