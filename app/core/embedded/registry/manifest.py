"""The manifest of a model: which of its layers is the GGUF.

Media types as of docker/model-runner, `pkg/distribution/types`. Licences, chat templates,
adapters and projectors are layers too; they are not fetched.
"""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from .blob import BadBlob, Blob

MANIFEST_TYPES = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
CONFIG_TYPE = "application/vnd.docker.ai.model.config.v0.1+json"
MODEL_TYPE = "application/vnd.docker.ai.gguf.v3"
LARGEST_MANIFEST = 4 << 20
"""Bytes."""


class BadManifest(ValueError):
    """No manifest, or one that promises what cannot be."""


class UnsupportedModel(ValueError):
    """A manifest of something else than one GGUF; the text is for the one who asked."""


def read_manifest(body: bytes) -> Blob:
    """The GGUF's blob. Raises `BadManifest` or `UnsupportedModel`."""
    manifest = _object(_parsed(body))
    _check_config(_object(manifest.get("config")).get("mediaType"))
    layers = [_object(layer) for layer in _list(manifest.get("layers"))]
    models = [layer for layer in layers if layer.get("mediaType") == MODEL_TYPE]
    if len(models) != 1:
        count = f"{len(models)} layers" if models else "no layer"
        raise UnsupportedModel(f"{count} of type {MODEL_TYPE}: one is supported")
    return _blob(models[0])


def _check_config(kind: object) -> None:
    if kind != CONFIG_TYPE:
        shown = json.dumps(kind)[:100]
        raise UnsupportedModel(
            f"config type {shown} is not supported (supported: {CONFIG_TYPE}) - try upgrading: "
            "unsupported model config media type"
        )


def _blob(layer: Mapping[str, object]) -> Blob:
    digest, size = layer.get("digest"), layer.get("size")
    if not isinstance(digest, str) or not isinstance(size, int) or isinstance(size, bool):
        raise BadManifest("the model's layer has no digest or no size")
    try:
        return Blob(digest, size)
    except BadBlob as error:
        raise BadManifest(str(error)) from error


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise BadManifest("what came is no JSON") from None


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadManifest("the manifest lacks an object where one belongs")
    return cast("dict[str, object]", value)


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise BadManifest("the manifest has no list of layers")
    return cast("list[object]", value)
