"""The environment variables that a snippet takes secrets from."""

import re

from ..lanes import Lane, Path
from ..wire.litellm_request import DEFAULT_KEY

ENGINE_KEY, GATEWAY_KEY = "DOCKER_MODEL_RUNNER_API_KEY", "LITELLM_PROXY_API_KEY"
"""LiteLLM's own names for them."""


def key_variable(lane: Lane) -> str:
    """The name to take the lane's key from; empty where the lane sends none that is one."""
    if lane.key.reveal() in ("", DEFAULT_KEY):
        return ""
    return GATEWAY_KEY if lane.path is Path.PROXY else ENGINE_KEY


def header_variable(header: str) -> str:
    """For a header of the user's own, whose value may be a secret: `x-api-key` is `X_API_KEY`."""
    return re.sub(r"\W", "_", header, flags=re.ASCII).upper()
