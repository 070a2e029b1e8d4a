"""What LiteLLM is given as `api_base`, so that it reaches the lane's server."""

from ..lanes import Lane, Path
from ..wire.request import address_of
from ..wire.wire_request import RequestRefused


def base_for_litellm(lane: Lane) -> str:
    """Of a `litellm` lane as it stands; else with the `/v1` that LiteLLM does not add.

    Raises `RequestRefused` for a unix socket.
    """
    if lane.path is Path.LITELLM:
        return lane.base.strip()
    address = address_of(lane)
    if address.socket:
        raise RequestRefused("LiteLLM cannot reach a unix socket; it needs an http:// base")
    return address.litellm_base
