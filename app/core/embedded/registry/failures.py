"""Why a model could not be pulled from the registry, in words that clients tell apart."""

import errno
from http import HTTPStatus

from ...failures import Failure
from .blob import Blob
from .client import BadAnswer

_FULL = (errno.ENOSPC, errno.EDQUOT)


def explain_answer(error: BadAnswer) -> Failure:
    """A status that is no success, after the manifest had come."""
    words = _status_words(error.status)
    return Failure(
        kind="pull-refused",
        summary=f"The registry answered {words}.",
        tried=f"GET {error.url}",
        seen=words,
        cause="The registry cannot or will not give this blob.",
        cure="Pull again; if it stays so, look into the registry's log.",
    )


def explain_lost(url: str, error: Exception) -> Failure:
    """What has come is kept."""
    return Failure(
        kind="pull-broken",
        summary="The connection to the registry is lost.",
        tried=f"GET {url}",
        seen=f"{type(error).__name__}: {error}".rstrip(": "),
        cause="The registry, or what stands between, ended the connection.",
        cure="Pull again: it goes on from what has come.",
    )


def explain_wrong_bytes(blob: Blob, seen: str) -> Failure:
    return Failure(
        kind="pull-wrong-bytes",
        summary="The model was refused: digest mismatch.",
        tried=f"{blob.size} bytes, {blob.digest}",
        seen=seen,
        cause="The bytes were cut or changed on their way, or the registry serves others.",
        cure="Pull again; if it stays so, do not trust that registry.",
    )


def explain_not_a_model(blob: Blob, seen: str) -> Failure:
    return Failure(
        kind="pull-not-a-model",
        summary="The model was refused: the blob is no GGUF that can be read.",
        tried=f"read {blob.digest}",
        seen=seen,
        cause="The registry has other bytes under the type of a GGUF.",
        cure="Ask whoever packed the model.",
    )


def explain_not_stored(path: object, error: OSError) -> Failure:
    full = error.errno in _FULL
    return Failure(
        kind="pull-disk-full" if full else "pull-not-stored",
        summary="The model cannot be stored.",
        tried=f"write {path}",
        seen=str(error),
        cause="The disk is full." if full else "The cache directory cannot be written.",
        cure="Free some space, or set XDG_CACHE_HOME to a place that can be written.",
    )


def explain_elsewhere(path: object) -> Failure:
    return Failure(
        kind="pull-elsewhere",
        summary="Another runner is pulling this model into the same cache.",
        tried=f"write {path}",
        seen="its lock is held",
        cause="Two embedded runners share one cache directory.",
        cure="Let the other end, then start this one anew.",
    )


def _status_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
