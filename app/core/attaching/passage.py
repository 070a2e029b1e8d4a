"""Whether an image reaches the model on a lane's path."""

from ..lanes import Lane, Path

_DROPPED = "LiteLLM joins a message's parts into one text: {label} gets the words, no image"
_MAYBE = "{label} gets no image if its deployment is a docker_model_runner one"


def lost_images(lane: Lane) -> str:
    """Why an image may not arrive; empty where it does, and the engine decides.

    LiteLLM 1.106.2 flattens content parts for the provider `docker_model_runner`, by its SDK and
    by its proxy alike; a proxy's other providers take them.
    """
    if lane.path is Path.LITELLM:
        return _DROPPED.format(label=lane.label)
    return _MAYBE.format(label=lane.label) if lane.path is Path.PROXY else ""
