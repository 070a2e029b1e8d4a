"""A key that does not show itself: `repr`, `str` and formatting give a mask."""

MASK = "••••"


class Secret:
    """Holds a key; only `reveal()` gives it back. An empty secret is falsy."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def masked(self) -> str:
        """`••••` for any key, so that not even its length is told; empty when unset."""
        return MASK if self._text else ""

    def scrub(self, text: str) -> str:
        """`text` with every occurrence of the key masked, for bodies that echo it."""
        return text.replace(self._text, MASK) if self._text else text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return f"Secret({self.masked()!r})"

    def __str__(self) -> str:
        return self.masked()

    def __format__(self, form: str) -> str:
        return format(self.masked(), form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)
