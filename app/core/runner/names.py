"""Model names as Docker Model Runner reads them: many spellings, one model.

The rules are those of the runner's own `normalizeModelName` (docker/model-runner,
`pkg/distribution/distribution/client.go`): `smollm2`, `ai/smollm2`, `ai/smollm2:latest`
and `docker.io/ai/smollm2:latest` all name the same model.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from urllib.parse import quote

DEFAULT_REGISTRY = "docker.io/"
DEFAULT_NAMESPACE = "ai/"
DEFAULT_TAG = "latest"
_MODEL_ID = re.compile(r"sha256:[0-9a-f]{64}|[0-9a-f]{64}|[0-9a-f]{12}")
_NEAR_ENOUGH = 0.6
_SAME_FAMILY = 0.9


def is_model_id(name: str) -> bool:
    """Whether `name` is a digest, or the 12 digits of one that the runner's list shows."""
    return _MODEL_ID.fullmatch(name.strip()) is not None


def in_url(name: str, *, safe: str = "") -> str:
    """`name` as a part of a URL, in which the characters of `safe` stay; any text can be one."""
    # A name that was pasted may hold halves of characters.
    return quote(name, safe=safe, errors="replace")


def normalise(name: str) -> str:
    """The full name: `smollm2` gives `docker.io/ai/smollm2:latest`; an id stays as it is.

    The tag keeps its case, all else is lower case. Empty stays empty.
    """
    name = name.strip()
    if not name or is_model_id(name):
        return name
    if name.startswith("hf.co/"):
        name = "huggingface.co/" + name.removeprefix("hf.co/")
    repository, tag = split_tag(name)
    return f"{_with_registry(repository.lower())}:{tag or DEFAULT_TAG}"


def split_tag(name: str) -> tuple[str, str]:
    """Repository and tag; a colon before the last slash belongs to a registry's port."""
    head, slash, last = name.rpartition("/")
    repository, _, tag = last.rpartition(":") if ":" in last else (last, "", "")
    return head + slash + repository, tag


def display(name: str) -> str:
    """The short form that `docker model list` shows: `smollm2`; an id as its 12 digits."""
    name = name.strip()
    if is_model_id(name):
        return name.removeprefix("sha256:")[:12]
    for registry in (DEFAULT_REGISTRY, "index.docker.io/"):
        name = name.removeprefix(registry)
    return name.removeprefix(DEFAULT_NAMESPACE).removesuffix(f":{DEFAULT_TAG}")


def same_model(one: str, other: str) -> bool:
    """Whether the runner takes both for one model; a short id equals the digest it starts."""
    one, other = normalise(one), normalise(other)
    if is_model_id(one) and is_model_id(other):
        one, other = one.removeprefix("sha256:"), other.removeprefix("sha256:")
        return one.startswith(other) or other.startswith(one)
    return bool(one) and one == other


def near_names(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Those of `known` that a person who wrote `name` may have meant, best first."""
    scored = [(_likeness(name, candidate), candidate) for candidate in known]
    near = [pair for pair in scored if pair[0] >= _NEAR_ENOUGH]
    near.sort(key=lambda pair: -pair[0])
    return [candidate for _, candidate in near[:limit]]


def same_family(one: str, other: str) -> bool:
    """Whether the names differ in registry, namespace, tag or punctuation alone."""
    return _likeness(one, other) >= 1.0


def _with_registry(repository: str) -> str:
    if repository.startswith(f"index.{DEFAULT_REGISTRY}"):
        return repository.removeprefix("index.")
    if "/" not in repository:
        return DEFAULT_REGISTRY + DEFAULT_NAMESPACE + repository
    first = repository.partition("/")[0]
    is_host = "." in first or ":" in first or first == "localhost"
    return repository if is_host else DEFAULT_REGISTRY + repository


def _likeness(one: str, other: str) -> float:
    left, right = _family(one), _family(other)
    if not left or not right:
        return 0.0
    whole = SequenceMatcher(None, normalise(one), normalise(other)).ratio() / 10
    if left == right:
        return 1.0 + whole
    if len(min(left, right, key=len)) >= 4 and (left.startswith(right) or right.startswith(left)):
        return _SAME_FAMILY + whole
    return min(SequenceMatcher(None, left, right).ratio(), _SAME_FAMILY)


def _family(name: str) -> str:
    """The last path part without tag and punctuation: `ai/llama-3.1` and `llama3.1` agree."""
    last = split_tag(normalise(name))[0].rpartition("/")[2]
    return re.sub(r"[^a-z0-9]", "", last)


def spoken(name: str) -> str:
    """Docker Hub's host and the default tag go without saying in a model's name."""
    return name.removeprefix("docker.io/").removesuffix(":latest")
