"""Runners and gateways by names of the user's own: `profiles:` of `config.yaml`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from .lanes import JsonValue, LaneText, Path
from .secret import Secret
from .wire.address import parse_engine_base, place_of, readable_base
from .written_key import settled_key

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Profile:
    """One server: `base` in any form, its key, and the model of a lane that names none."""

    name: str
    base: str
    path: Path = Path.SDK
    model: str = ""
    key: Secret = field(default_factory=Secret)

    def __str__(self) -> str:
        """For people; without the key."""
        return f"{self.path}:{self.model}@{self.base}"

    def completed(self, given: LaneText) -> LaneText:
        """What `given` leaves out is the profile's; its base always is."""
        return replace(
            given,
            path=given.path or self.path,
            model=given.model or self.model,
            base=self.base,
        )


Profiles = Mapping[str, Profile]


def profile_at(profiles: Iterable[Profile], base: str) -> Profile | None:
    """The profile of the server at `base`, in whatever form either is written.

    Where several have that server, that of the same engine or path, else the first.
    """
    if (address := readable_base(base)) is None:
        return None
    known = [(one, at) for one in profiles if (at := readable_base(one.base)) is not None]
    here = [(one, at) for one, at in known if place_of(at) == place_of(address)]
    exact = [one for one, at in here if at.root == address.root]
    return next(iter([*exact, *(one for one, _ in here)]), None)


def read_profiles(
    written: JsonValue, environment: Mapping[str, str]
) -> tuple[dict[str, Profile], tuple[str, ...]]:
    """Profiles of a file that was checked already, and warnings about keys that are missing."""
    entries = cast("dict[str, dict[str, str]]", written or {})
    profiles, warnings = dict[str, Profile](), list[str]()
    for name, entry in entries.items():
        key, missing = settled_key(entry.get("key", ""), environment)
        if missing:
            warnings.append(f"profile {name}: {missing}")
        path, model = Path(entry.get("path", Path.SDK)), entry.get("model", "")
        profiles[name] = Profile(name, entry["base"], path, model, Secret(key))
    return profiles, tuple(warnings)


def checked_name(name: str) -> str:
    """`name`, as it can stand behind the `@` of a lane. Raises `ValueError`."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' is no name of a profile; letters, digits, - and _ are")
    return name


def checked_base(base: str) -> str:
    """`base`, once it is known to be one. Raises `ValueError`."""
    parse_engine_base(base)
    return base
