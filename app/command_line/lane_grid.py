"""One lane text that stands for several: commas make a lane of each combination."""

from itertools import product

from ..core.lanes import LaneSyntaxError, Path


def lane_texts(text: str) -> list[str]:
    """The lanes of `sdk,proxy:a,b@http://h/engines/one,two?x=1`, paths first, bases last.

    Paths, models and the last part of the base may hold commas. Raises `LaneSyntaxError`
    for a comma without a name on both sides, and for a second path inside a model.
    """
    head, query_mark, query = text.partition("?")
    head, at, base = head.partition("@")
    paths, models = _paths_and_models(head)
    stem, slash, last = base.rpartition("/")
    return [
        f"{path}{model}{at}{stem}{slash}{end}{query_mark}{query}"
        for path, model, end in product(paths, models, _parts(last, text))
    ]


def _paths_and_models(head: str) -> tuple[list[str], list[str]]:
    word, colon, rest = head.partition(":")
    named = [part.strip() for part in word.split(",")]
    unknown = [part for part in named if part not in set(Path)]
    if unknown == named:
        return [""], _models(head)
    if unknown:
        raise LaneSyntaxError(f"unknown path '{unknown[0]}' in lane; known: {', '.join(Path)}")
    if not colon:
        return named, [""]
    return [f"{path}:" for path in named], _models(rest)


def _models(text: str) -> list[str]:
    models = _parts(text, text)
    for model in models[1:]:
        if model.partition(":")[0] in set(Path):
            raise LaneSyntaxError(f"'{model}' after a comma is a lane of its own: repeat --lane")
    return models


def _parts(text: str, whole: str) -> list[str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and not all(parts):
        raise LaneSyntaxError(f"a name is expected on both sides of each comma in '{whole}'")
    return parts
