"""What a user without a plan presses: drawn from a seed, so that it can be pressed again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from kit.steering import CHOKING, STEERING


@dataclass(frozen=True, slots=True)
class Keys:
    """By tmux's names."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes as a terminal sends them, such as a click."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Paste:
    text: str


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int


Act = Keys | Raw | Paste | Size

# No q with ctrl: it would only end the program. No slash alone: with it a dialog for files might
# be led out of the home.
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[]=+-.,?<>@#*{}"
_SCREENS = ("F1", "F2", "F3", "F4", "F5", "F6")
_COMMANDS = (*tuple(f"C-{letter}" for letter in "abefgjklnoprtuvwxyz"), "F7", "F8", "F9")
_MOVES = ("Up", "Down", "Left", "Right", "PPage", "NPage", "Home", "End", "Tab", "BTab")
_PASTED = (*STEERING.values(), CHOKING["combining"], CHOKING["markup"], "word " * 6_000)


def acts(random: Random) -> Iterator[Act]:
    """Without end."""
    makers, weights = zip(*_MAKERS, strict=True)
    while True:
        yield random.choices(makers, weights)[0](random)


def _one_of(names: tuple[str, ...] | str) -> Callable[[Random], Act]:
    return lambda random: Keys((random.choice(names),))


def _prompt(random: Random) -> Act:
    return Keys(("F2", *f"word {random.randrange(99)}".replace(" ", "+"), "Enter"))


def _search(random: Random) -> Act:
    return Keys(("/", random.choice("aeow"), random.choice("dnr"), "Down", "Escape"))


def _click(random: Random) -> Act:
    place = f"{random.randrange(1, 120)};{random.randrange(1, 40)}"
    button = random.choice((0, 0, 0, 2, 64, 65))
    return Raw(f"\x1b[<{button};{place}M\x1b[<{button};{place}m".encode())


def _paste(random: Random) -> Act:
    # Terminals take ESC out of what is pasted; Textual waits for ever where one ends it.
    return Paste(random.choice(_PASTED).replace("\x1b", ""))


def _resize(random: Random) -> Act:
    return Size(random.randrange(30, 170), random.randrange(8, 55))


_MAKERS: tuple[tuple[Callable[[Random], Act], int], ...] = (
    (_one_of(_LETTERS), 30),
    (_one_of(_SCREENS), 14),
    (_one_of(_COMMANDS), 16),
    (_one_of(_MOVES), 30),
    (_one_of(("Enter",)), 14),
    (_one_of(("Space", "BSpace", "DC")), 4),
    (_one_of(("Escape",)), 6),
    (_prompt, 8),
    (_search, 3),
    (_click, 8),
    (_paste, 3),
    (_resize, 3),
)
