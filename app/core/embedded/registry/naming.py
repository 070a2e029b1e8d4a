"""How a model's name is asked for at a registry: a repository and a tag."""

import re
from dataclasses import dataclass

from ...runner.names import is_model_id, normalise, split_tag

# As of the OCI distribution specification: what may stand in the path of a request.
_REPOSITORY = re.compile(
    r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*"
)
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_LONGEST = 255


class BadName(ValueError):
    """No name of a model that a registry could have."""


@dataclass(frozen=True, slots=True)
class RepositoryTag:
    """Such as `ai/river` and `latest`."""

    repository: str
    tag: str


def read_reference(reference: str) -> RepositoryTag:
    """The name without its registry's host: the one registry is asked for all. Raises `BadName`."""
    full = normalise(reference)
    if not full or is_model_id(full):
        raise BadName(reference)
    named, tag = split_tag(full)
    repository = named.partition("/")[2]
    whole = _REPOSITORY.fullmatch(repository) and _TAG.fullmatch(tag)
    if not whole or len(repository) > _LONGEST:
        raise BadName(reference)
    return RepositoryTag(repository, tag)
